namespace ELearning.Content;

/// <summary>The assets as editors order them: lists them, puts them into folders, finds where they are used, and deletes those that are not.</summary>
public sealed class MediaShelf
{
    private const int LongestName = 100;
    private const int LargestBatch = 100;
    private readonly MediaStore _media;
    private readonly AssetFolderStore _folders;
    private readonly OrganisationTree _organisations;
    private readonly EditorialDesk _drafts;
    private readonly CoursewareLibrary _library;
    private readonly CreditClaims _claims;
    private readonly TeacherPool _teachers;
    private readonly TimeProvider _time;

    internal MediaShelf(
        MediaStore media,
        AssetFolderStore folders,
        OrganisationTree organisations,
        EditorialDesk drafts,
        CoursewareLibrary library,
        CreditClaims claims,
        TeacherPool teachers,
        TimeProvider time
    )
    {
        (_media, _folders, _organisations, _drafts) = (media, folders, organisations, drafts);
        (_library, _claims, _teachers, _time) = (library, claims, teachers, time);
    }

    public static IReadOnlyList<QueryField> Queryable => MediaStore.Map.Fields;

    public static IReadOnlyList<QueryField> QueryableFolders => AssetFolderStore.Map.Fields;

    /// <summary>Lists the assets that organisations of the scope keep, last stored first unless sorted otherwise.</summary>
    public Task<Page<MediaAsset>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        _media.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("storedAt", true)], page, cancellationToken);

    /// <summary>Lists the folders that organisations of the scope keep, by name unless sorted otherwise.</summary>
    public Task<Page<AssetFolder>> ListFoldersAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _folders.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("name", false)], page, cancellationToken);

    public async Task<IReadOnlyDictionary<string, AssetFolder>> FindFoldersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _folders.FindAsync(ids, cancellationToken)).ToDictionary(folder => folder.Id);

    /// <summary>Creates a folder; with the same idempotency key and name it returns the same folder.</summary>
    public async Task<AssetFolder> CreateFolderAsync(
        string organisationId,
        string name,
        string? idempotencyKey,
        Scope scope,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        InputChecks.IdempotencyKey(idempotencyKey);
        var called = InputChecks.Text("name", name, LongestName);
        var keeper = (await _organisations.FindAsync([organisationId], cancellationToken)).GetValueOrDefault(organisationId);
        if (keeper is null || !scope.Covers(keeper.Lineage))
            throw ContentError.NotFound(nameof(Organisation));
        var id = idempotencyKey is null ? Ids.New(_time) : Ids.From("assetFolder", actor.Subject, idempotencyKey);
        var folder = new AssetFolder(id, organisationId, called, keeper.Lineage, SchoolTime.Now(_time));
        if (await _folders.AddAsync(folder, cancellationToken))
            return folder;
        if ((await _folders.FindAsync([id], cancellationToken)).SingleOrDefault() is not { } there)
            throw new ContentError(ContentErrorCode.FolderNameTaken, called);
        return there.OrganisationId == organisationId && there.Name == called ? there : throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
    }

    public async Task<AssetFolder> RenameFolderAsync(string folderId, string name, Scope scope, CancellationToken cancellationToken)
    {
        var called = InputChecks.Text("name", name, LongestName);
        var folder = await RequireFolderAsync(folderId, scope, cancellationToken);
        return await _folders.RenameAsync(folder.Id, called, cancellationToken)
            ? folder with
            {
                Name = called,
            }
            : throw new ContentError(ContentErrorCode.FolderNameTaken, called);
    }

    /// <summary>Deletes an empty folder. It is closed first, so that nothing is put into it, and opened again when something is in it.</summary>
    public async Task<AssetFolder> DeleteFolderAsync(string folderId, Scope scope, CancellationToken cancellationToken)
    {
        var folder = await RequireFolderAsync(folderId, scope, cancellationToken);
        await _folders.CloseAsync(folder.Id, true, cancellationToken);
        if (await _media.IsInFolderAsync(folder.Id, cancellationToken))
        {
            await _folders.CloseAsync(folder.Id, false, cancellationToken);
            throw new ContentError(ContentErrorCode.FolderNotEmpty, folder.Name);
        }
        await _folders.DeleteAsync(folder.Id, cancellationToken);
        return folder;
    }

    /// <summary>Puts assets into a folder, or takes them out of theirs.</summary>
    /// <param name="folderId">A folder of the organisation that keeps the assets; null takes them out of any.</param>
    public async Task<IReadOnlyList<MediaAsset>> MoveAsync(IReadOnlyList<string> assetIds, string? folderId, Scope scope, CancellationToken cancellationToken)
    {
        if (assetIds.Count is 0 or > LargestBatch)
            throw ContentError.Invalid("assetIds", assetIds.Count == 0 ? InputFault.Required : InputFault.TooLong, LargestBatch);
        var folder = folderId is null ? null : await RequireFolderAsync(folderId, scope, cancellationToken);
        if (folder?.IsClosing is true)
            throw ContentError.NotFound(nameof(AssetFolder));
        var found = await _media.FindAsync([.. assetIds.Distinct()], cancellationToken);
        for (var i = 0; i < assetIds.Count; i++)
        {
            if (!found.TryGetValue(assetIds[i], out var asset) || !scope.Covers(asset.KeptBy))
                throw ContentError.Invalid($"assetIds[{i}]", InputFault.Unknown);
            if (folder is not null && folder.OrganisationId != asset.OrganisationId)
                throw ContentError.Invalid($"assetIds[{i}]", InputFault.NotAllowed);
        }
        await _media.MoveAsync([.. found.Keys], folder?.Id, cancellationToken);
        // Whoever deleted the folder in between did not see them in it.
        if (folder is not null && await _folders.FindAsync([folder.Id], cancellationToken) is not [{ IsClosing: not true }])
        {
            await _media.MoveAsync([.. found.Keys], null, cancellationToken);
            throw ContentError.NotFound(nameof(AssetFolder));
        }
        return [.. assetIds.Distinct().Select(id => found[id] with { FolderId = folder?.Id })];
    }

    /// <summary>Finds where each of the assets is used.</summary>
    public async Task<IReadOnlyDictionary<string, MediaUse>> UsesAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken)
    {
        // Drafts before versions: what a publication has just frozen is named by its draft until then.
        var inDrafts = await _drafts.NamingAsync(assetIds, LargestBatch * assetIds.Count, cancellationToken);
        var inVersions = await _library.NamingAsync(assetIds, LargestBatch * assetIds.Count, cancellationToken);
        var inClaims = await _claims.NamingAsync(assetIds, cancellationToken);
        var ofTeachers = await _teachers.PhotosAmongAsync(assetIds, cancellationToken);
        return assetIds
            .Distinct()
            .ToDictionary(
                id => id,
                id => new MediaUse(
                    [.. inDrafts.Where(draft => draft.Content.AssetIds.Contains(id)).Take(LargestBatch)],
                    [.. inVersions.Where(version => version.Content.AssetIds.Contains(id)).Take(LargestBatch)],
                    inClaims.GetValueOrDefault(id),
                    ofTeachers.GetValueOrDefault(id)
                )
            );
    }

    /// <summary>
    /// Deletes an asset that nothing names. From then on it is not found, and served for a minute at most; a day later the sweeper removes its bytes, unless
    /// another asset has the same. It is marked as deleted before its uses are looked for a last time: whoever names it later does not find it, and if it was
    /// named in that very moment the sweeper brings it back.
    /// </summary>
    public async Task<MediaAsset> DeleteAsync(string assetId, Scope scope, CancellationToken cancellationToken)
    {
        if ((await _media.FindAsync([assetId], cancellationToken)).GetValueOrDefault(assetId) is not { } asset || !scope.Covers(asset.KeptBy))
            throw ContentError.NotFound(nameof(MediaAsset));
        await RequireUnusedAsync(assetId, cancellationToken);
        var deleted = asset with { Absence = MediaAbsence.Deleted, AbsentSince = _time.GetUtcNow() };
        if (!await _media.MarkAsync(asset, deleted.Absence, deleted.AbsentSince.Value, cancellationToken))
            throw ContentError.NotFound(nameof(MediaAsset));
        try
        {
            await RequireUnusedAsync(assetId, cancellationToken);
        }
        catch (ContentError)
        {
            await _media.MarkAsync(deleted, null, _time.GetUtcNow(), cancellationToken);
            throw;
        }
        return asset;
    }

    private async Task RequireUnusedAsync(string assetId, CancellationToken cancellationToken)
    {
        if ((await UsesAsync([assetId], cancellationToken))[assetId] is { IsAny: true } use)
            throw new ContentError(ContentErrorCode.AssetInUse) { Detail = use };
    }

    private async Task<AssetFolder> RequireFolderAsync(string id, Scope scope, CancellationToken cancellationToken) =>
        (await _folders.FindAsync([id], cancellationToken)).SingleOrDefault() is { } folder && scope.Covers(folder.Lineage)
            ? folder
            : throw ContentError.NotFound(nameof(AssetFolder));
}
