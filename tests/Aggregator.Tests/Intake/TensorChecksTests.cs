using FedK8s.Aggregator.Intake;
using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Tests.Intake;

public sealed class TensorChecksTests
{
    private static readonly MemoryTensors Checkpoint = new(("a", [1f, 2f]), ("b", [3f]));

    [Fact]
    public void An_update_of_every_tensor_fits() =>
        Assert.Null(Find(new(("a", [5f, 6f]), ("b", [7f]))));

    [Fact]
    public void An_update_of_some_tensors_fits() =>
        Assert.Null(Find(new(("b", [7f]))));

    [Fact]
    public void An_update_without_tensors_is_rejected() =>
        Assert.Equal(RejectionReason.NameMismatch, Find(new())?.Reason);

    [Fact]
    public void A_tensor_that_the_checkpoint_has_not_is_rejected() =>
        Assert.Equal(RejectionReason.NameMismatch, Find(new(("a", [5f, 6f]), ("c", [7f])))?.Reason);

    [Fact]
    public void Another_shape_is_rejected() =>
        Assert.Equal(RejectionReason.ShapeMismatch, Find(new(("a", [5f])))?.Reason);

    [Fact]
    public void Another_type_is_rejected() =>
        Assert.Equal(RejectionReason.TypeMismatch, Find(new(TensorType.BF16, ("b", [7f])))?.Reason);

    [Theory]
    [InlineData(TensorType.F32, float.NaN)]
    [InlineData(TensorType.F32, float.PositiveInfinity)]
    [InlineData(TensorType.BF16, float.NegativeInfinity)]
    [InlineData(TensorType.BF16, float.NaN)]
    [InlineData(TensorType.F16, float.NaN)]
    [InlineData(TensorType.F16, 1e6f)] // above the largest F16, so it is stored as infinity
    public void Values_that_are_not_finite_are_rejected(TensorType type, float value)
    {
        var problem = TensorChecks.FindProblem(
            new MemoryTensors(type, ("a", new float[20_000])),
            new MemoryTensors(type, ("a", [.. new float[19_999], value])), // in the last, partial chunk
            new());

        Assert.Equal(RejectionReason.NonFiniteValues, problem?.Reason);
        Assert.StartsWith("a holds", problem?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_float_is_finite() =>
        Assert.Null(Find(new(("b", [float.MaxValue]))));

    [Theory]
    [InlineData(4.99, true)]
    [InlineData(5.0, false)] // the distance is exactly 5: 3, 0 and 4 away
    [InlineData(0, false)] // no bound
    public void The_distance_from_the_checkpoint_is_bounded(double maximum, bool isRejected)
    {
        var problem = TensorChecks.FindProblem(Checkpoint, new MemoryTensors(("a", [4f, 2f]), ("b", [7f])), new() { MaxUpdateNorm = maximum });

        Assert.Equal(isRejected ? RejectionReason.NormTooLarge : null, problem?.Reason);
    }

    [Fact]
    public void A_tensor_that_was_left_out_has_no_distance() =>
        Assert.Null(TensorChecks.FindProblem(Checkpoint, new MemoryTensors(("b", [3.5f])), new() { MaxUpdateNorm = 0.5 }));

    [Theory]
    [InlineData("expanded.1.mlp.up_proj.weight", null)]
    [InlineData("classifier.weight", null)] // a task's head is everybody's
    [InlineData("expanded.0.mlp.up_proj.weight", RejectionReason.NotAssigned)]
    public void A_block_that_the_client_was_not_to_train_is_rejected(string name, object? reason)
    {
        var update = new MemoryTensors((name, [1f]));

        var problem = TensorChecks.FindProblem(update, update, new() { Blocks = [BlockNames.Expanded(1)] });

        Assert.Equal(reason, problem?.Reason);
    }

    [Theory]
    [InlineData("q_proj.lora_A.weight", RejectionReason.NotAssigned)]
    [InlineData("q_proj.lora_B.weight", null)]
    [InlineData("q_proj.lora_sum.weight", RejectionReason.NotAssigned)] // in no run a client's
    public void Of_a_run_that_freezes_A_an_A_is_rejected(string name, object? reason)
    {
        var update = new MemoryTensors((name, [1f]));

        Assert.Equal(reason, TensorChecks.FindProblem(update, update, new() { FreezesA = true })?.Reason);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(null, false)] // the checkpoint's rank
    public void A_factor_has_the_rank_that_the_client_was_given(int? rank, bool fits)
    {
        var checkpoint = MemoryTensors.Matrices(("q.lora_A.weight", 3, [1, 1, 2, 2, 3, 3]), ("q.lora_B.weight", 2, [4, 5, 6, 7, 8, 9]));
        var update = MemoryTensors.Matrices(("q.lora_A.weight", 1, [1, 1]), ("q.lora_B.weight", 2, [4, 7]));

        Assert.Equal(fits ? null : RejectionReason.ShapeMismatch, TensorChecks.FindProblem(checkpoint, update, new() { Rank = rank })?.Reason);
    }

    [Theory]
    [InlineData(4.99, true)]
    [InlineData(5.0, false)] // 3 of the B's first row and 4 of its second
    public void A_factor_s_distance_is_that_from_the_ranks_it_started_from(double maximum, bool isRejected)
    {
        var checkpoint = MemoryTensors.Matrices(("q.lora_A.weight", 3, [1, 1, 2, 2, 3, 3]), ("q.lora_B.weight", 2, [4, 5, 6, 7, 8, 9]));
        var update = MemoryTensors.Matrices(("q.lora_A.weight", 1, [1, 1]), ("q.lora_B.weight", 2, [7, 11]));

        var problem = TensorChecks.FindProblem(checkpoint, update, new() { Rank = 1, MaxUpdateNorm = maximum });

        Assert.Equal(isRejected ? RejectionReason.NormTooLarge : null, problem?.Reason);
    }

    private static Verdict.Rejected? Find(MemoryTensors update) => TensorChecks.FindProblem(Checkpoint, update, new());
}
