using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The kinds of argument and result that cross the boundary; the numbers are native/torch.cpp's.</summary>
internal enum SlotTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    String = 7,
    Device = 8,
    Default = 9,
    DoubleList = 10,
    Generator = 11,
    Complex = 12,
}

/// <summary>One argument or result as native code sees it: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Slot
{
    internal SlotTag Tag;
    internal int Count;
    internal nint Payload;
}
