using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimizers do alike: groups, states and their files.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    [AllowNull]
    protected OptimizerOptions _defaults;

    private protected readonly Dictionary<Parameter, OptimizerState> _state = new(ReferenceEqualityComparer.Instance);

    public OptimizerHelper()
    {
    }

    /// <summary>Fills gradients with zeros; it does not remove them.</summary>
    public override void zero_grad()
    {
        using var mode = no_grad();
        foreach (var parameter in parameters())
        {
            using var gradient = parameter.grad;
            if (gradient is not null)
            {
                Op.Run("zero_", gradient);
            }
        }
    }

    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            var indices = new List<int>();
            dictionary.Options.Add(group.Options);
            dictionary.StateIndexRef.Add(indices);
            foreach (var parameter in group.Parameters)
            {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(StateOf(parameter));
            }
        }

        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var target = this.state_dict();
        RequireSameCounts(target, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (own, given) in target.Options.Zip(state_dict.Options).Where(pair => pair.First != pair.Second))
        {
            own.LoadStateDict(given);
        }

        foreach (var (own, given) in target.State.Zip(state_dict.State).Where(pair => pair.First != pair.Second))
        {
            own.LoadStateDict(given);
        }
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var source = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(source.Options.Count);
        writer.Encode(source.State.Count);
        source.Options.ForEach(options => options.SaveStateDict(writer));
        source.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{kind}' in the loaded stream.");
        }

        var target = state_dict();
        RequireSameCounts(target, reader.Decode(), reader.Decode());
        target.Options.ForEach(options => options.LoadStateDict(reader));
        target.State.ForEach(state => state.LoadStateDict(reader));
    }

    public void to(Device device)
    {
        foreach (var parameter in parameters())
        {
            StateOf(parameter).to(device);
        }
    }

    protected Tensor _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var mode = enable_grad();
            loss = loss_closure();
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            foreach (var group in _parameter_groups)
            {
                body((T)group);
            }
        }

        return loss!;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach (var state in _state.Values.OfType<IDisposable>())
            {
                state.Dispose();
            }

            _state.Clear();
        }
    }

    /// <summary>The state of a parameter. One that is disposed has none: its module may have been converted, which
    /// replaces the parameters, after the optimizer was made.</summary>
    private protected OptimizerState StateOf(Parameter parameter) =>
        parameter.IsInvalid
            ? throw new KeyNotFoundException("the optimizer holds a parameter that is disposed: make it after moving "
                + "or converting the module")
            : _state[parameter];

    /// <summary>Adds a group whose options are complete, with fresh state for each parameter.</summary>
    private protected void Adopt(ParamGroup group, Func<Parameter, OptimizerState> fresh)
    {
        group.Options.LearningRate ??= _defaults!.LearningRate;
        group.Options.InitialLearningRate = group.Options.LearningRate!.Value;
        group.Parameters = [.. group.Parameters];
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var state = fresh(parameter);
            _state[parameter] = state;
            state.Initialize(group.Options);
        }
    }

    private static void RequireSameCounts(StateDictionary target, long groups, long states)
    {
        if (groups != target.Options.Count)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        }

        if (states != target.State.Count)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
        }
    }
}
