// The tests share libtorch's default generator: one that seeds it must not run beside one that draws from it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
