using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Calls any operator of libtorch by its schema name (`add.Tensor`, without `aten::`). Arguments follow the
/// schema's order; those left out at the end take the schema's defaults, <see cref="Value.Default"/> does so in the
/// middle. An int given where the schema says float is converted. Nothing is allocated but the result.</summary>
internal static unsafe class Op
{
    private const int MaximumResults = 8;
    private const int MaximumOnStack = 4096;

    /// <summary>Calls an operator with one tensor as result; in place ones answer with a second reference.</summary>
    internal static Tensor Call(string name, params ReadOnlySpan<Value> arguments)
    {
        Slot result;
        Invoke(name, arguments, &result, 1);
        return new Tensor(result.Payload);
    }

    /// <summary>Calls an operator for its effect; a tensor result is let go.</summary>
    internal static void Run(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc Slot[MaximumResults];
        var count = Invoke(name, arguments, results, MaximumResults);
        for (var i = 0; i < count; i++)
        {
            if (results[i].Tag == SlotTag.Tensor)
            {
                NativeMethods.fedtorch_free(results[i].Payload);
            }
        }
    }

    internal static (Tensor First, Tensor Second) Pair(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc Slot[2];
        Invoke(name, arguments, results, 2);
        return (new Tensor(results[0].Payload), new Tensor(results[1].Payload));
    }

    internal static (Tensor First, Tensor Second, Tensor Third) Triple(
        string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc Slot[3];
        Invoke(name, arguments, results, 3);
        return (new Tensor(results[0].Payload), new Tensor(results[1].Payload), new Tensor(results[2].Payload));
    }

    internal static Tensor[] List(string name, params ReadOnlySpan<Value> arguments)
    {
        Slot result;
        Invoke(name, arguments, &result, 1);
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(((nint*)result.Payload)[i]);
        }
        NativeMethods.fedtorch_free_array(result.Payload);
        return tensors;
    }

    internal static bool Bool(string name, params ReadOnlySpan<Value> arguments)
    {
        Slot result;
        Invoke(name, arguments, &result, 1);
        return result.Payload != 0;
    }

    private static int Invoke(string name, ReadOnlySpan<Value> arguments, Slot* results, int capacity)
    {
        var op = Operator.Get(name);
        var slots = stackalloc Slot[arguments.Length];
        var words = ScratchSize(arguments);
        var large = words > MaximumOnStack ? GC.AllocateUninitializedArray<nint>(words, pinned: true) : null;
        var small = stackalloc nint[large is null ? words : 0];
        var scratch = large is null ? small : (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(large));
        for (var i = 0; i < arguments.Length; i++)
        {
            scratch = Fill(in arguments[i], slots + i, scratch);
        }
        var count = NativeMethods.fedtorch_call(op, slots, arguments.Length, results, capacity);
        GC.KeepAlive(large);
        KeepAlive(arguments);
        return NativeError.Check(count);
    }

    // Handles were read out of their owners; without this a collection during the call could finalise the owners.
    private static void KeepAlive(ReadOnlySpan<Value> arguments)
    {
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Owner);
        }
    }

    private static int ScratchSize(ReadOnlySpan<Value> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Tag switch
            {
                SlotTag.IntList => ((long[])argument.Owner!).Length,
                SlotTag.TensorList => ((Tensor?[])argument.Owner!).Length,
                SlotTag.DoubleList or SlotTag.Complex => ((double[])argument.Owner!).Length,
                SlotTag.String => Encoding.UTF8.GetMaxByteCount(((string)argument.Owner!).Length) / sizeof(nint) + 1,
                _ => 0,
            };
        }
        return words;
    }

    private static nint* Fill(ref readonly Value argument, Slot* slot, nint* scratch)
    {
        slot->Tag = argument.Tag;
        slot->Count = 0;
        slot->Payload = (nint)argument.Bits;
        switch (argument.Tag)
        {
            case SlotTag.Tensor:
                slot->Payload = ((Tensor)argument.Owner!).Handle;
                return scratch;
            case SlotTag.Generator:
                slot->Payload = ((Generator)argument.Owner!).Handle;
                return scratch;
            case SlotTag.IntList:
                return Copy(MemoryMarshal.Cast<long, nint>((long[])argument.Owner!), slot, scratch);
            case SlotTag.DoubleList or SlotTag.Complex:
                return Copy(MemoryMarshal.Cast<double, nint>((double[])argument.Owner!), slot, scratch);
            case SlotTag.TensorList:
                return CopyHandles((Tensor?[])argument.Owner!, slot, scratch);
            case SlotTag.String:
                return CopyText((string)argument.Owner!, slot, scratch);
            default:
                return scratch;
        }
    }

    private static nint* Copy(ReadOnlySpan<nint> words, Slot* slot, nint* scratch)
    {
        words.CopyTo(new Span<nint>(scratch, words.Length));
        slot->Count = words.Length;
        slot->Payload = (nint)scratch;
        return scratch + words.Length;
    }

    private static nint* CopyHandles(Tensor?[] tensors, Slot* slot, nint* scratch)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            scratch[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
        }
        slot->Count = tensors.Length;
        slot->Payload = (nint)scratch;
        return scratch + tensors.Length;
    }

    private static nint* CopyText(string text, Slot* slot, nint* scratch)
    {
        var room = Encoding.UTF8.GetMaxByteCount(text.Length);
        slot->Count = Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, room));
        slot->Payload = (nint)scratch;
        return scratch + room / sizeof(nint) + 1;
    }
}
