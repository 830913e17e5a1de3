using ELearning.Content;

namespace ELearning.Api;

internal sealed class MediaLoader(MediaLibrary library) : BatchLoader<string, MediaAsset>
{
    protected override Task<IReadOnlyDictionary<string, MediaAsset>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        library.FindAsync(keys, cancellationToken);
}

/// <summary>Assets asked for by id: those kept below the caller's grants.</summary>
internal sealed class VisibleMediaLoader(MediaLibrary library, RequestRights rights) : BatchLoader<string, MediaAsset>
{
    protected override async Task<IReadOnlyDictionary<string, MediaAsset>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await library.FindAsync(keys, cancellationToken)).Values.Where(rights.Current.Sees).ToDictionary(asset => asset.Id);
}

internal sealed class AssetFolderLoader(MediaShelf shelf, RequestRights rights) : BatchLoader<string, AssetFolder>
{
    protected override async Task<IReadOnlyDictionary<string, AssetFolder>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await shelf.FindFoldersAsync(keys, cancellationToken))
            .Values.Where(folder => rights.Current.DraftScope.Covers(folder.Lineage))
            .ToDictionary(folder => folder.Id);
}

/// <summary>Where each asset is used.</summary>
internal sealed class MediaUseLoader(MediaShelf shelf) : BatchLoader<string, MediaUse>
{
    protected override Task<IReadOnlyDictionary<string, MediaUse>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        shelf.UsesAsync(keys, cancellationToken);
}
