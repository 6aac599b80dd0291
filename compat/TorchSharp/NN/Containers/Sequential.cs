using System.Globalization;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules applied one after the other; what lies between two of them is disposed.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _stages = [];

    internal Sequential()
        : base("torch::nn::SequentialImpl")
    {
    }

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : this()
    {
        foreach (var (key, module) in modules)
        {
            append(key, module);
        }
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : this()
    {
        foreach (var module in modules)
        {
            append(module);
        }
    }

    public int Count => _stages.Count;

    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => _stages[index].Module;

    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    private IEnumerable<nn.Module> Modules => _stages.Select(stage => (nn.Module)stage.Module);

    public Sequential append(nn.IModule<Tensor, Tensor> module) =>
        append(Count.ToString(CultureInfo.InvariantCulture), module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        _stages.Add((name, module));
        return this;
    }

    public override Tensor forward(Tensor tensor)
    {
        if (Count == 0)
        {
            return tensor.alias();
        }

        var current = _stages[0].Module.call(tensor);
        foreach (var (_, module) in _stages.Skip(1))
        {
            var next = module.call(current);
            current.Dispose();
            current = next;
        }

        return current;
    }

    public override IEnumerable<(string name, nn.Module module)> named_children() =>
        _stages.Select(stage => (stage.Name, (nn.Module)stage.Module));

    public override IEnumerable<(string name, nn.Module module)> named_modules() =>
        named_children().Concat(
            from child in named_children()
            from descendant in child.module.named_modules()
            select ($"{child.name}.{descendant.name}", descendant.module));

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        return from child in named_children()
               where recurse
               from entry in child.module.named_parameters(true)
               where !entry.parameter.IsInvalid && seen.Add(entry.parameter)
               select ($"{child.name}.{entry.name}", entry.parameter);
    }

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(
        bool recurse = true, bool include_persistent = true)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        return from child in named_children()
               where recurse
               from entry in child.module.named_buffers(true, include_persistent)
               where !entry.buffer.IsInvalid && seen.Add(entry.buffer)
               select ($"{child.name}.{entry.name}", entry.buffer);
    }

    public override nn.Module apply(Action<nn.Module> fn)
    {
        foreach (var module in Modules)
        {
            module.apply(fn);
        }

        fn(this);
        return this;
    }

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) =>
        ForEach(module => module._to(dtype, non_blocking));

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
        ForEach(module => module._to(deviceType, deviceIndex, non_blocking));

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) =>
        ForEach(module => module._to(device, dtype, non_blocking));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ForEach(module => module.Dispose());
        }

        base.Dispose(disposing);
    }

    private Sequential ForEach(Action<nn.Module> act)
    {
        foreach (var module in Modules)
        {
            act(module);
        }

        return this;
    }

    private Sequential Slice(int start, int end)
    {
        foreach (var bound in new[] { start, end })
        {
            if (bound < 0 || bound > Count)
            {
                throw new IndexOutOfRangeException($"{bound} is not a valid index.");
            }
        }

        var slice = new Sequential();
        for (var i = start; i < end; i++)
        {
            slice.append(_stages[i].Name, _stages[i].Module);
        }

        return slice;
    }
}
