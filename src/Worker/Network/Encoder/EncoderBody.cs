using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>Everything between token ids and the head: BERT's and RoBERTa's, which differ in positions alone.</summary>
internal sealed class EncoderBody : Module<ModelInput, Tensor>
{
    private readonly EncoderEmbeddings embeddings;
    private readonly LayerStack encoder;
    private readonly Pooler? pooler;

    public EncoderBody(EncoderConfig config, Placement placement, bool hasPooler)
        : base(nameof(EncoderBody))
    {
        embeddings = new EncoderEmbeddings(config, placement);
        encoder = new LayerStack(config, placement);
        pooler = hasPooler ? new Pooler(config, placement.ForTrained()) : null;
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public IBlockStack Blocks => encoder.Blocks;

    /// <summary>A vector for each token.</summary>
    public override Tensor forward(ModelInput input)
    {
        var mask = input.Mask?.unsqueeze(1).unsqueeze(1);                // (B, 1, 1, T)
        if (mask is not null)
        {
            input.Tape?.Keep(mask);
        }

        return encoder.call(embeddings.call(input.Tokens), mask, input.Tape); // (B, T, C)
    }

    /// <summary>A vector for each row; only where the body has a pooler.</summary>
    public Tensor Pool(Tensor hidden) => pooler!.call(hidden);           // (B, T, C) -> (B, C)

    /// <summary>Scores the vocabulary by the embedding matrix.</summary>
    public Tensor Score(Tensor hidden) => embeddings.Score(hidden);      // (B, T, C) -> (B, T, V)
}
