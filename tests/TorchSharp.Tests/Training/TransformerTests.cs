using FedK8s.TorchSemantics.Reference;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Training;

public sealed class TransformerTests
{
    private static readonly Record Expected = Vectors.Read<Record>("training");

    [Fact]
    public void Training_follows_the_reference_loss_by_loss()
    {
        var (losses, _) = Train(Expected.Losses.Length);

        Assert.All(losses.Zip(Expected.Losses), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    [Fact]
    public void Gradient_norms_follow_the_reference()
    {
        var (_, norms) = Train(Expected.Norms.Length);

        Assert.All(norms.Zip(Expected.Norms), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    [Fact]
    public void Training_twice_gives_the_same_losses() => Assert.Equal(Train(5).Losses, Train(5).Losses);

    [Fact]
    public void Parameters_have_the_reference_names_in_its_order()
    {
        using var model = Make();

        Assert.Equal(Expected.Parameters, model.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Parameters_have_the_reference_count()
    {
        using var model = Make();

        Assert.Equal(Expected.Count, model.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Collections_during_training_change_nothing() =>
        Assert.Equal(Train(5).Losses, Train(5, GC.Collect).Losses);

    [Fact]
    public void No_tensor_outlives_its_step()
    {
        var alive = new List<long>();

        Train(5, () => alive.Add(LiveTensors()));

        Assert.Single(alive.Distinct());
    }

    private static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static Transformer Make() => new(vocabulary: 41, length: 12, width: 32, heads: 4, hidden: 64, depth: 2);

    private static (List<double> Losses, List<double> Norms) Train(int steps, Action? between = null)
    {
        using var all = NewDisposeScope();
        random.manual_seed(7);
        using var model = Make();
        var ids = randint(0, 41, new long[] { 8, 13 });                                        // (B, T + 1)
        var inputs = ids.narrow(1, 0, 12);
        var targets = ids.narrow(1, 1, 12).reshape(-1);
        using var optimizer = optim.AdamW(model.parameters(), lr: 3e-3, weight_decay: 0.01);
        var (losses, norms) = (new List<double>(), new List<double>());
        for (var step = 0; step < steps; step++)
        {
            using (NewDisposeScope())
            {
                optimizer.zero_grad();
                var logits = model.call(inputs);                                   // (B, T, V)
                var loss = functional.cross_entropy(logits.reshape(-1, 41), targets);
                loss.backward();
                norms.Add(nn.utils.clip_grad_norm_(model.parameters(), 1.0));
                optimizer.step();
                losses.Add(loss.ToDouble());
            }

            between?.Invoke();
        }

        return (losses, norms);
    }
}
