namespace ELearning.Content;

/// <param name="UploadId">An upload with the purpose of an import that is here as a whole.</param>
/// <param name="Sheet">Which sheet of a workbook; null for the first that can be seen.</param>
public sealed record StartImport(string UploadId, SheetKind Kind, bool DryRun, OnFault OnFault, string? Sheet = null);

/// <summary>Imports of sheets into the registers: started here, worked off by a sweep in any process, one at a time.</summary>
public sealed class SheetImports
{
    /// <summary>How long a sheet can be looked at again after its import ended; what it said of each line is kept.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int MostOpen = 5;
    private const int LongestName = 200;

    private readonly SheetImportStore _store;
    private readonly UploadStore _uploads;
    private readonly SheetFiles _files;
    private readonly IReadOnlyDictionary<SheetKind, ISheetKind> _kinds;
    private readonly OrganisationTree _tree;
    private readonly GrantBook _grants;
    private readonly AuditLog _audit;
    private readonly IEvents _events;
    private readonly EventFeed _feed;
    private readonly TimeProvider _time;

    internal SheetImports(
        SheetImportStore store,
        UploadStore uploads,
        SheetFiles files,
        IEnumerable<ISheetKind> kinds,
        OrganisationTree tree,
        GrantBook grants,
        AuditLog audit,
        IEvents events,
        EventFeed feed,
        TimeProvider time
    ) =>
        (_store, _uploads, _files, _kinds, _tree, _grants, _audit, _events, _feed, _time) = (
            store,
            uploads,
            files,
            kinds.ToDictionary(kind => kind.Kind),
            tree,
            grants,
            audit,
            events,
            feed,
            time
        );

    public static IReadOnlyList<QueryField> Queryable => SheetImportStore.Map.Fields;

    /// <summary>Whether an import waits or is under way, or the sheet of one is to be dropped.</summary>
    internal async Task<bool> IsDueAsync(CancellationToken cancellationToken) =>
        await _store.OpenAsync(1, cancellationToken) is { Count: > 0 }
        || await _store.EndedAsync(_time.GetUtcNow() - Kept, 1, cancellationToken) is { Count: > 0 };

    /// <summary>Drops the sheets of imports that ended long ago, and the copies that say what was wrong.</summary>
    internal async Task<int> DropOldAsync(int limit, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var import in await _store.EndedAsync(_time.GetUtcNow() - Kept, limit, cancellationToken))
        {
            if (await _store.ReplaceAsync(import with { FilesGone = true }, cancellationToken) is null)
                continue;
            foreach (var hash in new[] { import.Hash, import.FaultFile }.OfType<string>())
            {
                await _files.DropAsync(hash, cancellationToken);
            }
            dropped++;
        }
        return dropped;
    }

    /// <summary>Starts an import of an upload of the caller's own.</summary>
    /// <param name="scope">Where the caller may change the registers now.</param>
    /// <param name="language">In which the fault file speaks: <c>zh-CN</c> or <c>en</c>.</param>
    /// <exception cref="ContentError">NotFound, TooManyImports, or InvalidInput where the upload is not whole yet.</exception>
    public async Task<SheetImport> StartAsync(StartImport input, Scope scope, Actor actor, string language, CancellationToken cancellationToken)
    {
        InputChecks.Known("kind", input.Kind);
        InputChecks.Known("onFault", input.OnFault);
        var sheet = InputChecks.OptionalText("sheet", input.Sheet, 31);
        var upload = await _uploads.FindAsync(input.UploadId, cancellationToken);
        if (upload is not { Purpose: UploadPurpose.Import } || upload.Subject != actor.Subject)
            throw ContentError.NotFound(nameof(Upload));
        if (upload is not { Status: UploadStatus.Stored, Checked: { } file })
            throw ContentError.Invalid("uploadId", InputFault.NotAllowed);
        if (await _store.CountOpenAsync(actor.Subject, MostOpen, cancellationToken) >= MostOpen)
            throw new ContentError(ContentErrorCode.TooManyImports, MostOpen);
        if (!await _files.KeepUploadAsync(file.Hash, upload.Id, cancellationToken))
            throw ContentError.NotFound(nameof(Upload));
        return await AddAsync(
            new(Ids.New(_time), input.Kind, upload.Id, file.Name, file.Hash, file.ByteLength)
            {
                Subject = actor.Subject,
                MemberId = actor.MemberId,
                Scope = scope,
                DryRun = input.DryRun,
                OnFault = input.OnFault,
                Sheet = sheet,
                Language = language,
            },
            cancellationToken
        );
    }

    /// <summary>Imports a file of this machine, for who works at its console, until the import has ended.</summary>
    public async Task<SheetImport> RunFileAsync(
        string path,
        SheetKind kind,
        bool dryRun,
        OnFault onFault,
        string? sheet,
        string language,
        IProgress<SheetImport>? progress,
        CancellationToken cancellationToken
    )
    {
        var (hash, length) = await _files.KeepCopyAsync(path, cancellationToken);
        var name = Path.GetFileName(path);
        var import = await AddAsync(
            new(Ids.New(_time), kind, null, name.Length > LongestName ? name[..LongestName] : name, hash, length)
            {
                Subject = CoursewareImport.Actor.Subject,
                Scope = Scope.All,
                DryRun = dryRun,
                OnFault = onFault,
                Sheet = sheet,
                Language = language,
            },
            cancellationToken
        );
        return await RunAsync(
                import,
                async () =>
                {
                    progress?.Report((await _store.FindAsync([import.Id], cancellationToken))[0]);
                    return true;
                },
                cancellationToken
            ) ?? throw new ContentError(ContentErrorCode.Conflict);
    }

    public async Task<IReadOnlyDictionary<string, SheetImport>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(import => import.Id);

    /// <summary>Lists imports, the latest first unless sorted otherwise.</summary>
    /// <param name="subject">Whose; null for everybody's.</param>
    public Task<Page<SheetImport>> ListAsync(
        string? subject,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.ListAsync(subject, filter, sorts.Count > 0 ? sorts : [new("createdAt", true)], page, cancellationToken);

    /// <summary>A page of the faults of each import, in the order of the sheet.</summary>
    public async Task<IReadOnlyDictionary<string, Page<SheetFault>>> FaultsAsync(
        IReadOnlyCollection<string> importIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => (await _store.FaultsAsync(importIds, page, cancellationToken)).ToDictionary(found => found.Key, found => found.Value.Select(fault => fault.Fault));

    /// <summary>Begins to take back what an import applied.</summary>
    /// <exception cref="ContentError">NotFound, or InvalidInput where it applied nothing or is under way.</exception>
    public async Task<SheetImport> RevertAsync(string importId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var why = InputChecks.Text("reason", reason, 500);
        var import = (await _store.FindAsync([importId], cancellationToken)).SingleOrDefault() ?? throw ContentError.NotFound(nameof(SheetImport));
        if (import.State is ImportState.Reverting or ImportState.Reverted)
            return import;
        if (import.State != ImportState.Applied)
            throw ContentError.Invalid("importId", InputFault.NotAllowed);
        return await _store.ReplaceAsync(
                import with
                {
                    State = ImportState.Reverting,
                    RevertedBy = actor.Subject,
                    RevertReason = why,
                    EndedAt = null,
                },
                cancellationToken
            ) ?? throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Follows an import: as it stands, and each time it has come further, until it has ended.</summary>
    public async IAsyncEnumerable<SheetImport> FollowAsync(
        string importId,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var told = _feed.FollowAsync(null, new([DomainEventKind.ImportAdvanced], importId), cancellationToken);
        var version = -1;
        if ((await _store.FindAsync([importId], cancellationToken)).SingleOrDefault() is { } now)
        {
            version = now.Version;
            yield return now;
            if (now.HasEnded)
                yield break;
        }
        await foreach (var _ in told.WithCancellation(cancellationToken))
        {
            if ((await _store.FindAsync([importId], cancellationToken)).SingleOrDefault() is not { } import || import.Version == version)
                continue;
            version = import.Version;
            yield return import;
            if (import.HasEnded)
                yield break;
        }
    }

    /// <summary>An empty sheet of a kind, with its heads and the values to choose from.</summary>
    public async Task WriteTemplateAsync(SheetKind kind, SheetFormat format, Stream file, CancellationToken cancellationToken)
    {
        var columns = _kinds[kind].Columns;
        await using var writer = await SheetWriter.CreateAsync(
            file,
            format,
            SheetTexts.Of($"kind.{kind}"),
            [.. columns.Select(column => new SheetWriter.Column(column.Head, column.Choices))],
            cancellationToken
        );
        await writer.WriteAsync([.. columns.Select(column => column.Required ? $"{column.Head}*" : column.Head)], cancellationToken);
        await writer.FinishAsync(cancellationToken);
    }

    /// <summary>Opens the copy of the sheet that says what is wrong; null where nothing is.</summary>
    public async Task<(Stream File, SheetFormat Format)?> FaultFileAsync(string importId, CancellationToken cancellationToken) =>
        (await _store.FindAsync([importId], cancellationToken)).SingleOrDefault() is { FaultFile: { } hash } import
        && await _files.OpenAsync(hash, cancellationToken) is { } file
            ? (file, import.Encoding is null ? SheetFormat.Xlsx : SheetFormat.Csv)
            : null;

    /// <summary>Imports that wait or were left in the middle, the oldest first.</summary>
    internal Task<IReadOnlyList<SheetImport>> OpenAsync(int limit, CancellationToken cancellationToken) => _store.OpenAsync(limit, cancellationToken);

    /// <summary>Works an import off.</summary>
    /// <param name="mayGoOn">Asked before each batch.</param>
    internal async Task<SheetImport?> RunAsync(SheetImport import, Func<Task<bool>> mayGoOn, CancellationToken cancellationToken)
    {
        await RecordAsync(import, cancellationToken);
        var reach = await ReachAsync(import, cancellationToken);
        // Whose grants become less while the import runs goes on with less, from the next look.
        async Task<bool> MayGoOnAsync() =>
            await mayGoOn() && (await ReachAsync(import, cancellationToken)).OrganisationIds.ToHashSet().SetEquals(reach.OrganisationIds);
        return await new ImportRun(import, reach, _kinds[import.Kind], _store, _files, _events, _time, MayGoOnAsync).RunAsync(cancellationToken);
    }

    /// <summary>Where the import may change the registers now: as far as when it was started, and no further than who started it still may.</summary>
    private async Task<Scope> ReachAsync(SheetImport import, CancellationToken cancellationToken)
    {
        // What is taken back is taken back by whoever asked for it, who was looked at then.
        if (import.Scope.Everywhere || import.State == ImportState.Reverting)
            return await _tree.NowAsync(import.Scope, cancellationToken);
        var held = await _grants.ForAsync(import.Subject, import.MemberId, SchoolTime.Today(_time), cancellationToken);
        var tops = held.Where(grant => grant.Role == Role.OrganisationAdmin).Select(grant => grant.OrganisationId).ToHashSet();
        var organisations = await _tree.FindAsync(import.Scope.OrganisationIds, cancellationToken);
        string[] left = [.. organisations.Values.Where(organisation => organisation.Lineage.Any(tops.Contains)).Select(organisation => organisation.Id)];
        return await _tree.NowAsync(Scope.Within(left), cancellationToken);
    }

    private async Task<SheetImport> AddAsync(SheetImport import, CancellationToken cancellationToken)
    {
        var added = import with { CreatedAt = SchoolTime.Now(_time) };
        await _store.AddAsync(added, cancellationToken);
        return added;
    }

    /// <summary>Who imports what is on record before it is tried, with the file's hash.</summary>
    private async Task RecordAsync(SheetImport import, CancellationToken cancellationToken)
    {
        var act =
            import.State is ImportState.Reverting ? "imports.revert"
            : import.DryRun ? "imports.check"
            : "imports.apply";
        var organisations = await _tree.FindAsync(import.Scope.OrganisationIds, cancellationToken);
        await _audit.AddOnceAsync(
            new()
            {
                Id = Ids.From(act, import.Id),
                Subject = import.RevertedBy ?? import.Subject,
                MemberId = import.RevertedBy is null ? import.MemberId : null,
                Kind = AuditKind.Mutation,
                Operation = act,
                Target = new("Import", import.Id),
                Lineage = [.. organisations.Values.SelectMany(organisation => organisation.Lineage).Distinct()],
                Result = AuditLog.Done,
                FileHash = import.Hash,
                Correlation = import.Id,
            },
            cancellationToken
        );
    }
}
