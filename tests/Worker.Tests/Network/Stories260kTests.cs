using FedK8s.Testing;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>
/// A trained checkpoint of somebody else computes what it computes elsewhere. The numbers are those of the README
/// beside the checkpoint: an independent float64 implementation, which agrees with the author's published sample.
/// </summary>
public sealed class Stories260kTests : IDisposable
{
    private const int Beginning = 1; // the token that begins every text

    // "Once upon a time, there was a little girl named Lily."
    private static readonly long[] Sentence =
        [Beginning, 403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426];

    // The same, and as it goes on by itself: "She loved to play outside in the park. One day, she saw a big,"
    private static readonly long[] Story =
    [
        .. Sentence, 338, 401, 396, 267, 337, 410, 408, 419, 292, 411, 322, 265, 282, 295, 433, 426, 385, 328, 432, 358, 394, 261,
        370, 432,
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_logits_of_the_first_token_are_those_published()
    {
        using var loaded = Load();
        float[] expected = [3.95395f, 4.95489f, 0.16256f, 17.02352f, 5.76712f, 9.58171f, 1.64498f, 12.41809f];

        var logits = loaded.Model.call(new(tensor([Beginning], [1, 1], dtype: ScalarType.Int64)))[0, 0]; // (V)

        Assert.Equal(expected, logits.narrow(0, 400, 8).detach().data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 5e-5);
    }

    [Fact]
    public void The_loss_of_a_sentence_is_that_published()
    {
        using var loaded = Load();

        var logits = loaded.Model.call(new(tensor(Sentence[..^1], [1, Sentence.Length - 1])));
        var loss = TargetLoss.Mean(logits, tensor(Sentence[1..], [1, Sentence.Length - 1]));

        Assert.Equal(0.10014, loss.item<float>(), 1e-5);
    }

    // The numbers of ids and the loss are those of the README; the sentence is tokenised as it says.
    [Fact]
    public void The_loss_of_verse_that_the_model_has_never_seen_is_that_published()
    {
        using var loaded = Load();
        var tokenizer = TokenizerFolder.Load(_folder["model"]);
        long[] ids = [Beginning, .. tokenizer.Encode("ROMEO: But soft, what light through yonder window breaks?")];

        var logits = loaded.Model.call(new(tensor(ids[..^1], [1, ids.Length - 1])));
        var loss = TargetLoss.Mean(logits, tensor(ids[1..], [1, ids.Length - 1]));

        Assert.Equal(40, ids.Length);
        Assert.Equal(3.96197, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void The_converted_tokenizer_gives_the_ids_published()
    {
        using var loaded = Load();

        var ids = TokenizerFolder.Load(_folder["model"]).Encode("Once upon a time, there was a little girl named Lily.");

        Assert.Equal(Sentence[1..], ids.Select(id => (long)id));
    }

    [Fact]
    public void The_story_goes_on_as_published()
    {
        using var loaded = Load();

        var best = loaded.Model.call(new(tensor(Story[..^1], [1, Story.Length - 1]))).argmax(-1); // (1, T)

        Assert.Equal(Story[1..], best.data<long>().ToArray());
        Assert.Equal(
            "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big,",
            TokenizerFolder.Load(_folder["model"]).Decode([.. Story.Select(id => (int)id)]).Trim());
    }

    private LoadedModel Load()
    {
        Stories260k.ConvertTo(_folder["model"]);
        return ModelFolder.Load(_folder["model"], CPU, ScalarType.Float32);
    }
}
