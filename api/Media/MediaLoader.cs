using ELearning.Content;

namespace ELearning.Api;

internal sealed class MediaLoader(MediaLibrary library) : BatchLoader<string, MediaAsset>
{
    protected override Task<IReadOnlyDictionary<string, MediaAsset>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        library.FindAsync(keys, cancellationToken);
}
