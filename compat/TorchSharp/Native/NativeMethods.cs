using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The exported functions of native/torch.cpp, one to one.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "FedK8sTorch";

    [LibraryImport(Library)]
    internal static partial byte* fedtorch_error();

    [LibraryImport(Library)]
    internal static partial byte* fedtorch_version();

    [LibraryImport(Library)]
    internal static partial void fedtorch_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial void fedtorch_free_array(nint array);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint fedtorch_find(string name, string overload);

    [LibraryImport(Library)]
    internal static partial int fedtorch_call(nint op, Slot* arguments, int count, Slot* results, int capacity);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_from_memory(void* data, int dtype, long* sizes, int rank, long device);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_from_pinned(
        void* data, int dtype, long* sizes, int rank, delegate* unmanaged<nint, void> unpin, nint context);

    [LibraryImport(Library)]
    internal static partial int fedtorch_describe(nint tensor, TensorDescription* description);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_data(nint tensor);

    [LibraryImport(Library)]
    internal static partial int fedtorch_copy_out(nint tensor, void* buffer, long bytes);

    [LibraryImport(Library)]
    internal static partial int fedtorch_item(nint tensor, Slot* result);

    [LibraryImport(Library)]
    internal static partial int fedtorch_set_requires_grad(nint tensor, int value);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int fedtorch_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    internal static partial int fedtorch_backward(
        nint* tensors, int count, nint* grads, int gradCount, nint* inputs, int inputCount, int retainGraph,
        int createGraph);

    [LibraryImport(Library)]
    internal static partial int fedtorch_autograd_grad(
        nint* outputs, int count, nint* inputs, int inputCount, nint* grads, int gradCount, int retainGraph,
        int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library)]
    internal static partial int fedtorch_grad_mode();

    [LibraryImport(Library)]
    internal static partial void fedtorch_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    internal static partial int fedtorch_inference_mode();

    [LibraryImport(Library)]
    internal static partial nint fedtorch_enter_inference_mode(int enabled);

    [LibraryImport(Library)]
    internal static partial void fedtorch_leave_inference_mode(nint guard);

    [LibraryImport(Library)]
    internal static partial int fedtorch_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_default_generator(long device);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_new_generator(ulong seed, long device);

    [LibraryImport(Library)]
    internal static partial void fedtorch_free_generator(nint generator);

    [LibraryImport(Library)]
    internal static partial int fedtorch_generator_seed(nint generator, ulong* seed, int set);

    [LibraryImport(Library)]
    internal static partial nint fedtorch_generator_state(nint generator);

    [LibraryImport(Library)]
    internal static partial int fedtorch_set_generator_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int fedtorch_threads(int interOp, int set);

    [LibraryImport(Library)]
    internal static partial int fedtorch_load_cuda();

    [LibraryImport(Library)]
    internal static partial int fedtorch_cuda_count();

    [LibraryImport(Library)]
    internal static partial int fedtorch_cudnn_available();

    [LibraryImport(Library)]
    internal static partial int fedtorch_cuda_synchronize(int index);

    [LibraryImport(Library)]
    internal static partial int fedtorch_setting(int setting, int value);
}
