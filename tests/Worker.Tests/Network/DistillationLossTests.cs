using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class DistillationLossTests : IDisposable
{
    // Shares (1/2, 1/2) against (3/4, 1/4): 1/2 ln(2/3) + 1/2 ln 2 = 1/2 ln(4/3).
    private static readonly double OneApart = 0.5 * Math.Log(4.0 / 3);

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_divergence_of_two_shares_is_the_one_worked_out_by_hand() =>
        Assert.Equal(OneApart, Sum(Even, tensor(new[] { (float)Math.Log(3), 0 }, [1, 1, 2])), 1e-6);

    [Fact]
    public void At_temperature_two_logits_count_half_and_the_loss_four_times() =>
        Assert.Equal(4 * OneApart, Sum(Even, tensor(new[] { 2 * (float)Math.Log(3), 0 }, [1, 1, 2]), temperature: 2), 1e-5);

    [Fact]
    public void The_teacher_comes_first_in_the_divergence() =>
        Assert.Equal((0.75 * Math.Log(1.5)) + (0.25 * Math.Log(0.5)), Sum(tensor(new[] { (float)Math.Log(3), 0 }, [1, 1, 2]), Even), 1e-6);

    [Fact]
    public void Ignored_positions_do_not_count()
    {
        var student = tensor(new[] { (float)Math.Log(3), 0, 50, -50 }, [1, 2, 2]);
        var positions = tensor(new long[] { 1, Batch.Ignored }, [1, 2]);

        Assert.Equal(OneApart, DistillationLoss.Sum(zeros(1, 2, 2), student, positions, 1).item<float>(), 1e-6);
    }

    [Fact]
    public void A_student_that_is_its_teacher_has_no_loss_and_no_gradient()
    {
        var student = randn(2, 3, 5).requires_grad_();

        var loss = DistillationLoss.Sum(student, student, ones(2, 3, dtype: ScalarType.Int64), 1.5);
        loss.backward();

        Assert.Equal(0, loss.item<float>());
        Assert.Equal(0, student.grad!.abs().max().item<float>(), 1e-6);
    }

    [Fact]
    public void The_teacher_gets_no_gradient()
    {
        var (teacher, student) = (randn(1, 3, 5).requires_grad_(), randn(1, 3, 5).requires_grad_());

        DistillationLoss.Sum(teacher, student, ones(1, 3, dtype: ScalarType.Int64), 1).backward();

        Assert.Null(teacher.grad);
        Assert.NotNull(student.grad);
    }

    private static Tensor Even => zeros(1, 1, 2);

    private static double Sum(Tensor teacher, Tensor student, double temperature = 1) =>
        DistillationLoss.Sum(teacher, student, zeros(1, 1, dtype: ScalarType.Int64), temperature).item<float>();
}
