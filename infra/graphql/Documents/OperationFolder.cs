using System.Globalization;
using System.Text;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>The operations of the folder <c>GraphQL:Operations:Folder</c>, read once at start; none is refused later for what it says.</summary>
public sealed class OperationFolder(OperationOptions options, OperationChecks checks, DocumentCache cache, GraphQLErrors errors)
{
    private const string Key = "GraphQL:Operations:Folder";

    /// <summary>What is no UTF-8 is refused, and a mark of byte order is part of the text: the hash is that of the file.</summary>
    private static readonly UTF8Encoding ToTheLetter = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Dictionary<string, string> _documents = [];

    /// <summary>The document of this hash; null where no file has it.</summary>
    public string? Find(string hash) => _documents.GetValueOrDefault(hash);

    /// <param name="root">What the folder is relative to.</param>
    /// <exception cref="ConfigurationError">The folder cannot be read, or one of its files cannot be run; the line names the file and its fault.</exception>
    public async Task ReadAsync(string root, CancellationToken cancellationToken)
    {
        if (options.Folder.Length == 0)
            return;
        // Settings are told in English, and what is said below is said for no other.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in FilesIn(Path.GetFullPath(options.Folder, root)))
        {
            var (text, operation) = await ReadFileAsync(path, cancellationToken);
            documents[OperationHash.Of(text)] = text;
            // By both ways of asking for it.
            cache.Expect(text, null, operation.Document);
            if (operation.Name is not null)
                cache.Expect(text, operation.Name, operation.Document);
        }

        _documents = documents;
    }

    private async Task<(string Text, CheckedOperation Operation)> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = ToTheLetter.GetString(await File.ReadAllBytesAsync(path, cancellationToken));
            return (text, await checks.CheckAsync(text, cancellationToken));
        }
        catch (Exception fault) when (fault is ExecutionError or DecoderFallbackException or IOException or UnauthorizedAccessException)
        {
            var reason = fault is ExecutionError error ? errors.Read(error).Message : fault.Message;
            throw new ConfigurationError(Key, $"{Path.GetFileName(path)} is no operation that can be registered: {reason.ReplaceLineEndings(" ")}", fault);
        }
    }

    private static IEnumerable<string> FilesIn(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*.graphql").Order(StringComparer.Ordinal);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationError(Key, $"{folder} cannot be read; name a readable folder of operations or leave it empty", cause);
        }
    }
}
