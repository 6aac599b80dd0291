using FedK8s.Worker.Network.Expansion;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>
/// A model of any family with the head of its task: token ids (B, T) to logits in the placement's compute type, (B, T, V)
/// where every place predicts a token. Parameters carry the names they have in the family's Hugging Face checkpoints.
/// Models share nothing, so several may run on different threads.
/// </summary>
internal abstract class FoundationModel(string name, Placement placement) : nn.Module<ModelInput, Tensor>(name)
{
    /// <summary>Where the weights lie and in which number formats the model works.</summary>
    public Placement Placement { get; } = placement;

    /// <summary>Whether a token sees only those before it; otherwise filled rows need a mask.</summary>
    public abstract bool IsCausal { get; }

    /// <summary>V: token ids run from 0 to below it.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>C: the width of the residual stream.</summary>
    public abstract int HiddenSize { get; }

    /// <summary>The longest T that the model was made for.</summary>
    public abstract int MaximumLength { get; }

    /// <summary>The standard deviation for weights of a new model.</summary>
    public abstract double InitializerRange { get; }

    /// <summary>
    /// The linear layers by name, for example <c>model.layers.0.self_attn.q_proj</c>, first layer first.
    /// </summary>
    public IReadOnlyList<(string Name, Projection Module)> Projections => [.. Named<Projection>()];

    /// <summary>The feed-forward blocks by name, for example <c>model.layers.0.mlp</c>, first layer first.</summary>
    public abstract IReadOnlyList<(string Name, OverlaidLayer Block)> FeedForwards { get; }

    /// <summary>The transformer blocks, and what a tuning method inserts among them.</summary>
    public abstract IBlockStack Blocks { get; }

    /// <summary>The labels that a classifier tells apart, by id; empty where the model predicts tokens.</summary>
    public virtual IReadOnlyList<string> Labels => [];

    /// <summary>
    /// The modules that a checkpoint with another head may lack, last the one that gives the logits; empty where a
    /// checkpoint has to hold everything.
    /// </summary>
    public virtual IReadOnlyList<string> HeadModules => [];

    /// <summary>The head modules that the checkpoint did not hold: they have start values.</summary>
    public IReadOnlyList<string> NewModules { get; set; } = [];

    /// <summary>
    /// The modules that every tuning method trains beside its own weights: what gives a classifier's logits, and what
    /// is new. A frozen part without training would be noise that nobody else has.
    /// </summary>
    public IReadOnlyList<string> TrainedModules => [.. HeadModules.Where(module =>
        module == HeadModules[^1] || NewModules.Contains(module))];

    /// <summary>
    /// The base model's own weights by checkpoint name, in ordinal order; what a tuning method adds is not among them.
    /// </summary>
    public IReadOnlyList<(string Name, Parameter Weight)> BaseWeights =>
    [
        .. named_parameters()
            .Select(found => (Name: found.name, Weight: found.parameter))
            .OrderBy(found => found.Name, StringComparer.Ordinal),
    ];

    /// <summary>The name here of a tensor in a checkpoint, which may follow an older convention.</summary>
    public virtual string CurrentName(string tensorName) => tensorName;

    /// <summary>Whether checkpoints of the family may hold this tensor although the model has no use for it.</summary>
    /// <param name="tensorName">As <see cref="CurrentName"/> gives it.</param>
    public abstract bool IsRedundant(string tensorName);

    /// <summary>The modules of one type by name, in the order of the layers.</summary>
    protected IEnumerable<(string Name, TModule Module)> Named<TModule>()
        where TModule : nn.Module
    {
        foreach (var (name, module) in named_modules())
        {
            if (module is TModule wanted)
            {
                yield return (name, wanted);
            }
        }
    }
}
