namespace FedK8s.Worker.Hardware;

/// <summary>Which implementation of BLAS, the matrix product under libtorch, a process has mapped.</summary>
internal enum BlasLibrary
{
    /// <summary>None is mapped as a library of its own: it is linked into libtorch, or nothing is loaded yet.</summary>
    None,

    /// <summary>The reference implementation, 20 to 50 times slower than the others.</summary>
    Reference,

    /// <summary>OpenBLAS, BLIS, MKL or another one made to be fast.</summary>
    Optimised,
}
