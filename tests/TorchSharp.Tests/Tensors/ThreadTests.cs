using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Tensors;

public sealed class ThreadTests
{
    [Fact]
    public void No_grad_holds_for_its_thread_only()
    {
        var elsewhere = false;
        using var mode = no_grad();

        OnAnotherThread(() => elsewhere = is_grad_enabled());

        Assert.True(elsewhere);
    }

    [Fact]
    public void No_grad_ends_with_its_scope()
    {
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_dispose_scope_holds_for_its_thread_only()
    {
        Tensor? foreign = null;
        using (NewDisposeScope())
        {
            OnAnotherThread(() => foreign = ones(1));
        }

        Assert.False(foreign!.IsInvalid);
        foreign.Dispose();
    }

    [Fact]
    public void A_dispose_scope_disposes_what_was_made_in_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(1);
        }

        Assert.True(inside.IsInvalid);
    }

    [Fact]
    public void What_moves_to_the_outer_scope_lives_as_long_as_that()
    {
        using var outer = NewDisposeScope();
        Tensor moved;
        using (NewDisposeScope())
        {
            moved = ones(1).MoveToOuterDisposeScope();
        }

        Assert.False(moved.IsInvalid);
    }

    [Fact]
    public void What_is_detached_outlives_every_scope()
    {
        Tensor detached;
        using (NewDisposeScope())
        {
            detached = ones(1).DetachFromDisposeScope();
        }

        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
