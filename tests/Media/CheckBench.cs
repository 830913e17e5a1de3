using System.Security.Cryptography;
using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Media;

/// <summary>The checks alone, on the real clock, with a staging folder of their own.</summary>
internal sealed class CheckBench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elearning-checks-");

    public CheckBench(string ffprobe = "", TimeProvider? time = null) =>
        Checks = new(
            new Ffprobe(Options.Create(new MediaOptions { FfprobePath = ffprobe }), time ?? TimeProvider.System),
            Options.Create(new StorageOptions { DataDirectory = _folder.FullName }),
            time ?? TimeProvider.System
        );

    public MediaChecks Checks { get; }

    /// <summary>A path for a file that a test makes.</summary>
    public string Made(string name) => Path.Combine(_folder.FullName, name);

    public IEnumerable<string> Left => Directory.Exists(Made("staging")) ? Directory.EnumerateFileSystemEntries(Made("staging")) : [];

    /// <summary>Bytes that are no file, so that whatever needs one makes its copy.</summary>
    public async Task<CheckedMedia> CheckAsync(byte[] bytes, string name, string contentType, CancellationToken cancellationToken = default)
    {
        using var content = new MemoryStream(bytes, writable: false);
        return await Checks.CheckAsync(
            new(new(name, contentType), content, null, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length),
            cancellationToken
        );
    }

    public async Task<CheckedMedia> CheckFileAsync(string file, string contentType)
    {
        await using var content = File.OpenRead(file);
        return await Checks.CheckAsync(
            new(new(Path.GetFileName(file), contentType), content, file, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)), content.Length),
            default
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
