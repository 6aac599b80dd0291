using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Operators;

/// <summary>Operators that change shape, select, reduce or multiply, on numbers small enough to do by hand.</summary>
public sealed class StructuralTests
{
    // a = [[1, 2, 3], [4, 5, 6]], b = [[1, 0], [0, 2], [1, 1]], v = [3, 1, 2]
    private static Tensor A => tensor(new[] { 1.0, 2, 3, 4, 5, 6 }, [2, 3]);

    private static Tensor B => tensor(new[] { 1.0, 0, 0, 2, 1, 1 }, [3, 2]);

    private static Tensor V => tensor(new[] { 3.0, 1, 2 });

    private static Tensor Index(params long[] values) => tensor(values);

    private static readonly Dictionary<string, Expectation> Cases = new()
    {
        ["sum"] = new(() => A.sum(), [], [21]),
        // A bare 0 would be taken for an element type: it converts to any enum.
        ["sum of a dimension"] = new(() => A.sum(dim: 0), [3], [5, 7, 9]),
        ["sum keeping the dimension"] = new(() => A.sum(1, keepdim: true), [2, 1], [6, 15]),
        ["sum of two dimensions"] = new(() => A.sum(0, 1), [], [21]),
        ["mean"] = new(() => A.mean(), [], [3.5]),
        ["mean of a dimension"] = new(() => A.mean([1]), [2], [2, 5]),
        ["prod"] = new(() => A.prod(1), [2], [6, 120]),
        ["std"] = new(() => A.std(1), [2], [1, 1]),
        ["biased variance"] = new(() => A.var(1, unbiased: false), [2], [2 / 3.0, 2 / 3.0]),
        ["norm"] = new(() => tensor(new[] { 3.0, 4 }).norm(), [], [5]),
        ["norm of a dimension"] = new(() => A.norm(0, p: 1), [3], [5, 7, 9]),
        ["max"] = new(() => A.max(), [], [6]),
        ["max of a dimension"] = new(() => V.max(0).values, [], [3]),
        ["argmax"] = new(() => A.argmax(1), [2], [2, 2]),
        ["argmin"] = new(() => V.argmin(), [], [1]),
        ["amax"] = new(() => A.amax([0], keepdim: true), [1, 3], [4, 5, 6]),
        ["amin"] = new(() => A.amin(0), [3], [1, 2, 3]),
        ["all"] = new(() => A.gt(0).all(), [], [1]),
        ["any"] = new(() => A.gt(5).any(1), [2], [0, 1]),
        ["cumsum"] = new(() => V.cumsum(0), [3], [3, 4, 6]),
        ["cumprod"] = new(() => V.cumprod(0), [3], [3, 3, 6]),
        ["logsumexp"] = new(() => zeros([4]).logsumexp(0), [], [Math.Log(4)]),
        ["median"] = new(() => V.median(), [], [2]),
        ["count_nonzero"] = new(() => B.count_nonzero(), [], [4]),
        ["topk"] = new(() => V.topk(2).indexes, [2], [0, 2]),
        ["sort"] = new(() => V.sort(descending: true).Values, [3], [3, 2, 1]),
        ["argsort"] = new(() => V.argsort(), [3], [1, 2, 0]),
        ["softmax"] = new(() => tensor(new[] { 0, Math.Log(3) }).softmax(0), [2], [0.25, 0.75]),
        ["bincount"] = new(() => Index(0, 2, 2).bincount(null, 4), [4], [1, 0, 2, 0]),
        ["bucketize"] = new(() => V.bucketize(tensor(new[] { 1.0, 2 })), [3], [2, 0, 1]),
        ["bucketize from the right"] = new(
            () => V.bucketize(tensor(new[] { 1.0, 2 }), right: true), [3], [2, 1, 2]),
        ["quantile"] = new(() => V.quantile(tensor(0.5)), [], [2]),
        ["isin"] = new(() => V.isin(tensor(new[] { 1.0, 3 })), [3], [1, 1, 0]),
        ["mm"] = new(() => A.mm(B), [2, 2], [4, 7, 10, 16]),
        ["mv"] = new(() => A.mv(V), [2], [11, 29]),
        ["dot"] = new(() => V.dot(V), [], [14]),
        ["bmm"] = new(() => A.unsqueeze(0).bmm(B.unsqueeze(0)), [1, 2, 2], [4, 7, 10, 16]),
        ["addmm"] = new(() => eye(2, dtype: float64).addmm(A, B, beta: 2, alpha: 0.5f), [2, 2], [4, 3.5, 5, 10]),
        ["outer"] = new(() => V.outer(tensor(new[] { 1.0, 2 })), [3, 2], [3, 6, 1, 2, 2, 4]),
        ["einsum"] = new(() => einsum("ij,jk->ik", A, B), [2, 2], [4, 7, 10, 16]),
        ["cat"] = new(() => cat([A, A], 1), [2, 6], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]),
        ["stack"] = new(() => stack([V, V], 1), [3, 2], [3, 3, 1, 1, 2, 2]),
        ["t"] = new(() => A.t(), [3, 2], [1, 4, 2, 5, 3, 6]),
        ["permute"] = new(() => A.unsqueeze(0).permute(2, 0, 1), [3, 1, 2], [1, 4, 2, 5, 3, 6]),
        ["transpose"] = new(() => A.transpose(0, 1), [3, 2], [1, 4, 2, 5, 3, 6]),
        ["view"] = new(() => A.view(3, -1), [3, 2], [1, 2, 3, 4, 5, 6]),
        ["flatten"] = new(() => A.unsqueeze(1).flatten(1), [2, 3], [1, 2, 3, 4, 5, 6]),
        ["squeeze"] = new(() => A.unsqueeze(1).squeeze(1), [2, 3], [1, 2, 3, 4, 5, 6]),
        ["expand"] = new(() => V.unsqueeze(0).expand(2, 3), [2, 3], [3, 1, 2, 3, 1, 2]),
        ["repeat"] = new(() => V.repeat(2), [6], [3, 1, 2, 3, 1, 2]),
        ["repeat_interleave"] = new(() => V.repeat_interleave(2), [6], [3, 3, 1, 1, 2, 2]),
        ["flip"] = new(() => V.flip(0), [3], [2, 1, 3]),
        ["roll"] = new(() => A.roll(1), [2, 3], [6, 1, 2, 3, 4, 5]),
        ["roll along a dimension"] = new(() => A.roll(1, 1), [2, 3], [3, 1, 2, 6, 4, 5]),
        ["tril"] = new(() => ones([2, 2]).tril(), [2, 2], [1, 0, 1, 1]),
        ["triu above the diagonal"] = new(() => ones([2, 2]).triu(1), [2, 2], [0, 1, 0, 0]),
        ["diag"] = new(() => V.diag(), [3, 3], [3, 0, 0, 0, 1, 0, 0, 0, 2]),
        ["unfold"] = new(() => V.unfold(0, 2, 1), [2, 2], [3, 1, 1, 2]),
        ["narrow"] = new(() => A.narrow(1, 1, 2), [2, 2], [2, 3, 5, 6]),
        ["slice with a step"] = new(() => A.slice(1, 0, 3, 2), [2, 2], [1, 3, 4, 6]),
        ["select"] = new(() => A.select(1, 2), [2], [3, 6]),
        ["index_select"] = new(() => A.index_select(1, Index(2, 0)), [2, 2], [3, 1, 6, 4]),
        ["index_add"] = new(
            () => zeros([2], float64).index_add(0, Index(1, 1), tensor(new[] { 1.0, 2 }), 2), [2], [0, 6]),
        ["gather"] = new(() => A.gather(1, Index(2, 0).view(2, 1)), [2, 1], [3, 4]),
        ["scatter_add"] = new(() => zeros([3], float64).scatter_add(0, Index(0, 2, 0), V), [3], [5, 0, 1]),
        ["masked_select"] = new(() => A.masked_select(A.gt(4)), [2], [5, 6]),
        ["nonzero"] = new(() => V.gt(1).nonzero(), [2, 1], [0, 2]),
        ["chunk"] = new(() => A.chunk(3, 1)[1], [2, 1], [2, 5]),
        ["split into sizes"] = new(() => A.split([1, 2], 1)[1], [2, 2], [2, 3, 5, 6]),
        ["split by size"] = new(() => A.split(2, 1)[1], [2, 1], [3, 6]),
        ["unbind"] = new(() => A.unbind(1)[0], [2], [1, 4]),
        ["arange"] = new(() => arange(1, 10, 3), [3], [1, 4, 7]),
        ["linspace"] = new(() => linspace(0, 1, 3), [3], [0, 0.5, 1]),
        ["eye"] = new(() => eye(2, 3), [2, 3], [1, 0, 0, 0, 1, 0]),
        ["full"] = new(() => full(2, 1, 7.5), [2, 1], [7.5, 7.5]),
        ["index by integers"] = new(() => A[1, 2], [], [6]),
        ["index from the end"] = new(() => A[-1], [3], [4, 5, 6]),
        ["index by a range"] = new(() => A[.., 1..], [2, 2], [2, 3, 5, 6]),
        ["index by an end index"] = new(() => A[TensorIndex.Colon, ^1], [2], [3, 6]),
        ["index by ellipsis"] = new(() => A[TensorIndex.Ellipsis, 0], [2], [1, 4]),
        ["index adding a dimension"] = new(() => V[TensorIndex.None, TensorIndex.Colon], [1, 3], [3, 1, 2]),
        ["index by a tensor"] = new(() => A[TensorIndex.Colon, TensorIndex.Tensor(Index(2, 2))], [2, 2], [3, 3, 6, 6]),
        ["index by two tensors"] = new(() => A[Index(0, 1), Index(2, 0)], [2], [3, 4]),
        ["index by a mask"] = new(() => A[A.gt(4)], [2], [5, 6]),
        ["index by truth"] = new(() => V[TensorIndex.Bool(true)], [1, 3], [3, 1, 2]),
        ["assign to a row"] = new(() => Assigned(a => a[0] = zeros([3], float64)), [2, 3], [0, 0, 0, 4, 5, 6]),
        ["assign to a range"] = new(() => Assigned(a => a[.., ..1] = tensor(9.0)), [2, 3], [9, 2, 3, 9, 5, 6]),
        ["assign through a mask"] = new(() => Assigned(a => a[a.gt(3)] = tensor(0.0)), [2, 3], [1, 2, 3, 0, 0, 0]),
        ["accumulate by index"] = new(
            () => Assigned(a => a.index_put_(ones([2], float64), [Index(0, 0), Index(1, 1)], true)),
            [2, 3], [1, 4, 3, 4, 5, 6]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operator_gives_what_is_worked_out_by_hand(string name) => Cases[name].Check();

    private static Tensor Assigned(Action<Tensor> assign)
    {
        var target = A;
        assign(target);
        return target;
    }
}
