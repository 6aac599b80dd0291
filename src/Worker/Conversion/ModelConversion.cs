using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers.Folders;
using FedK8s.Worker.Export;

namespace FedK8s.Worker.Conversion;

/// <summary>Turns a checkpoint of another program into a Hugging Face folder.</summary>
public static class ModelConversion
{
    /// <summary>Writes the folder; it appears whole or not at all.</summary>
    /// <param name="format">Of <paramref name="modelFile"/>.</param>
    /// <param name="modelFile">The checkpoint.</param>
    /// <param name="tokenizerFile">llama2.c's vocabulary; null for a folder without a tokenizer.</param>
    /// <param name="outputFolder">Must not exist, or be empty.</param>
    /// <exception cref="RunFailedException">
    /// A file is missing (FK9002) or broken (FK9005), the model is of a kind that nothing here runs (FK3004), the format
    /// has no tokenizer file (FK9001), the folder is taken or cannot be written (FK9003, FK9004).
    /// </exception>
    public static void Convert(CheckpointFormat format, string modelFile, string? tokenizerFile, string outputFolder)
    {
        OutputFolder.RequireFree(outputFolder);
        using var model = Open(format, modelFile);
        var tokenizer = tokenizerFile is null ? [] : ReadTokenizer(format, tokenizerFile);
        model.RequireSupported();
        OutputFolder.Write(outputFolder, folder => model.Write(folder, tokenizer));
    }

    private static (string FileName, JsonObject Content)[] ReadTokenizer(CheckpointFormat format, string path)
    {
        if (format != CheckpointFormat.Llama2c)
        {
            throw new RunFailedException(ExitCodes.InvalidManifest,
                $"{path}: a checkpoint of this format has no vocabulary file; leave it out.");
        }

        RequireFile(path);
        return
        [
            ("tokenizer.json", Llama2cVocabulary.ToTokenizerJson(File.ReadAllBytes(path))),
            ("tokenizer_config.json", Llama2cVocabulary.TokenizerConfig()),
        ];
    }

    private static ConvertedModel Open(CheckpointFormat format, string path)
    {
        RequireFile(path);
        return format == CheckpointFormat.Llama2c ? Llama2cCheckpoint.Open(path) : MinGptCheckpoint.Open(path);
    }

    private static void RequireFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound, $"{path}: not found; wanted the file of a checkpoint: check the path.");
        }
    }
}
