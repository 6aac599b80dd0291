using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Hardware;
using TorchSharp;

namespace FedK8s.Worker.Tests.Hardware;

public sealed class HardwareTests
{
    private const string Libtorch = "7f10-7f20 r-xp 00000000 fe:01 31 /usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13";

    // What Debian 12 shows with libblas3 alone, and after libopenblas0-pthread was installed.
    [Fact]
    public void Debians_libblas3_is_the_reference() =>
        Assert.Equal(
            BlasLibrary.Reference,
            BlasCheck.Find($"{Libtorch}\n7f30-7f40 r-xp 00000000 fe:01 32 /usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0\n"));

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3")]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.21.so")]
    [InlineData("/opt/intel/lib/libmkl_core.so.2")]
    public void Other_libraries_are_fast(string path) =>
        Assert.Equal(BlasLibrary.Optimised, BlasCheck.Find($"{Libtorch}\n7f30-7f40 r-xp 00000000 fe:01 32 {path}\n"));

    [Fact]
    public void The_reference_beside_a_fast_one_does_no_harm() =>
        Assert.Equal(
            BlasLibrary.Optimised,
            BlasCheck.Find("a 00 /usr/lib/x86_64-linux-gnu/blas/libblas.so.3\nb 00 /usr/lib/libopenblas.so.0"));

    [Fact]
    public void Libtorch_with_its_own_BLAS_shows_none() =>
        Assert.Equal(BlasLibrary.None, BlasCheck.Find($"{Libtorch}\n7ffc-7ffd rw-p 00000000 00:00 0 [stack]\n"));

    [Theory]
    [InlineData(DeviceKind.Auto, true, DeviceType.CUDA)]
    [InlineData(DeviceKind.Auto, false, DeviceType.CPU)]
    [InlineData(DeviceKind.Cpu, true, DeviceType.CPU)]
    [InlineData(DeviceKind.Cuda, true, DeviceType.CUDA)]
    public void The_device_follows_the_manifest_and_the_machine(DeviceKind kind, bool hasCuda, DeviceType device) =>
        Assert.Equal(device, DeviceSelection.Select(kind, hasCuda));

    [Fact]
    public void Asking_for_CUDA_where_there_is_none_fails()
    {
        var failure = Assert.Throws<RunFailedException>(() => DeviceSelection.Select(DeviceKind.Cuda, hasCuda: false));

        Assert.Equal(ExitCodes.DeviceNotAvailable, failure.Code);
    }

    [Theory]
    [InlineData(PrecisionKind.Auto, DeviceType.CUDA, torch.ScalarType.BFloat16)]
    [InlineData(PrecisionKind.Auto, DeviceType.CPU, torch.ScalarType.Float32)]
    [InlineData(PrecisionKind.BFloat16, DeviceType.CPU, torch.ScalarType.BFloat16)]
    [InlineData(PrecisionKind.Float32, DeviceType.CUDA, torch.ScalarType.Float32)]
    public void Auto_precision_is_bfloat16_on_a_GPU_only(PrecisionKind precision, DeviceType device, torch.ScalarType type) =>
        Assert.Equal(type, DeviceSelection.ComputeType(precision, device));

    [Fact]
    public void Available_memory_is_read_in_bytes() =>
        Assert.Equal(2048L * 1024, CapabilityProbe.AvailableBytes("MemTotal:   4096 kB\nMemAvailable:    2048 kB\n"));

    [Fact]
    public void Memory_that_is_not_stated_is_not_guessed() => Assert.Null(CapabilityProbe.AvailableBytes("MemTotal: 1 kB\n"));
}
