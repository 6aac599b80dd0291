namespace FedK8s.Bench.Tokenizers;

/// <summary>What was measured of one tokenizer, in MB/s of one core.</summary>
/// <param name="Name">The kind of tokenizer.</param>
/// <param name="FirstPass">The text as a whole, with nothing remembered and nothing compiled.</param>
/// <param name="Whole">The text as a whole.</param>
/// <param name="Rows">The text line by line.</param>
internal sealed record TokenizerSpeed(string Name, double FirstPass, double Whole, double Rows);
