namespace ELearning.Content;

/// <summary>Sheets made of the registers: asked for here, written by a sweep in any process, kept for <see cref="Kept"/>.</summary>
public sealed class SheetExports
{
    /// <summary>A sheet of personal data lies about no longer than somebody needs to fetch it.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const int MostWaiting = 5;
    private const int BatchSize = 500;
    private const int PageSize = 100;

    private readonly SheetExportStore _store;
    private readonly SheetFiles _files;
    private readonly IReadOnlyDictionary<SheetKind, ISheetKind> _kinds;
    private readonly OrganisationTree _tree;
    private readonly MemberRegister _members;
    private readonly CreditLedger _ledger;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;

    internal SheetExports(
        SheetExportStore store,
        SheetFiles files,
        IEnumerable<ISheetKind> kinds,
        OrganisationTree tree,
        MemberRegister members,
        CreditLedger ledger,
        AuditLog audit,
        TimeProvider time
    ) =>
        (_store, _files, _kinds, _tree, _members, _ledger, _audit, _time) = (
            store,
            files,
            kinds.ToDictionary(kind => kind.Kind),
            tree,
            members,
            ledger,
            audit,
            time
        );

    /// <param name="scope">The subtrees that it is of: those the caller may read, or one among them.</param>
    /// <exception cref="ContentError">TooManyImports: too many of the caller's wait.</exception>
    public async Task<SheetExport> StartAsync(ExportKind kind, SheetFormat format, Scope scope, Actor actor, CancellationToken cancellationToken)
    {
        InputChecks.Known("kind", kind);
        InputChecks.Known("format", format);
        if (await _store.CountWaitingAsync(actor.Subject, MostWaiting, cancellationToken) >= MostWaiting)
            throw new ContentError(ContentErrorCode.TooManyImports, MostWaiting);
        var export = new SheetExport(Ids.New(_time), kind, format)
        {
            Subject = actor.Subject,
            MemberId = actor.MemberId,
            Scope = scope,
            CreatedAt = SchoolTime.Now(_time),
        };
        await _store.AddAsync(export, cancellationToken);
        return export;
    }

    public async Task<IReadOnlyDictionary<string, SheetExport>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(export => export.Id);

    internal Task<IReadOnlyList<SheetExport>> WaitingAsync(int limit, CancellationToken cancellationToken) =>
        _store.InAsync(ExportState.Waiting, null, limit, cancellationToken);

    /// <summary>Writes the sheet; begun anew after a crash.</summary>
    /// <returns>False where somebody else goes on with it.</returns>
    internal async Task<bool> RunAsync(SheetExport export, Func<Task<bool>> mayGoOn, CancellationToken cancellationToken)
    {
        var file = _files.Temporary();
        try
        {
            var rows = 0;
            await using (var writer = await SheetWriter.CreateAsync(file, export.Format, SheetTexts.Of($"export.{export.Kind}"), [], cancellationToken))
            {
                await writer.WriteAsync(HeadsOf(export.Kind), cancellationToken);
                await foreach (var batch in BatchesAsync(export, cancellationToken))
                {
                    if (!await mayGoOn())
                        return false;
                    foreach (var row in batch)
                    {
                        await writer.WriteAsync(row, cancellationToken);
                        rows++;
                    }
                }
                await writer.FinishAsync(cancellationToken);
            }
            var (hash, length) = await _files.KeepAsync(file, cancellationToken);
            await RecordAsync(export, "exports.make", export.Subject, export.MemberId, hash, cancellationToken);
            return await _store.ReplaceAsync(
                export with
                {
                    State = ExportState.Done,
                    Rows = rows,
                    Hash = hash,
                    ByteLength = length,
                    EndedAt = SchoolTime.Now(_time),
                },
                cancellationToken
            )
                is not null;
        }
        finally
        {
            await file.DisposeAsync();
            File.Delete(file.Name);
        }
    }

    /// <summary>Whether an export waits, or the file of one is to be dropped.</summary>
    internal async Task<bool> IsDueAsync(CancellationToken cancellationToken) =>
        await WaitingAsync(1, cancellationToken) is { Count: > 0 }
        || await _store.InAsync(ExportState.Done, _time.GetUtcNow() - Kept, 1, cancellationToken) is { Count: > 0 };

    /// <summary>Drops the files whose time is over.</summary>
    internal async Task<int> DropOldAsync(int limit, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var export in await _store.InAsync(ExportState.Done, _time.GetUtcNow() - Kept, limit, cancellationToken))
        {
            if (await _store.ReplaceAsync(export with { State = ExportState.Dropped, Hash = null }, cancellationToken) is null)
                continue;
            await _files.DropAsync(export.Hash!, cancellationToken);
            dropped++;
        }
        return dropped;
    }

    /// <summary>Opens the file for somebody who was given its address, and notes that it was fetched.</summary>
    public async Task<(Stream File, SheetFormat Format)?> FetchAsync(string exportId, string subject, CancellationToken cancellationToken)
    {
        if ((await _store.FindAsync([exportId], cancellationToken)).SingleOrDefault() is not { Hash: { } hash } export)
            return null;
        if (await _files.OpenAsync(hash, cancellationToken) is not { } file)
            return null;
        await RecordAsync(export, "exports.fetch", subject, null, hash, cancellationToken);
        return (file, export.Format);
    }

    private async Task RecordAsync(SheetExport export, string act, string subject, string? memberId, string hash, CancellationToken cancellationToken)
    {
        var organisations = await _tree.FindAsync(export.Scope.OrganisationIds, cancellationToken);
        await _audit.AddAsync(
            [
                new()
                {
                    Subject = subject,
                    MemberId = memberId,
                    Kind = AuditKind.Read,
                    Operation = act,
                    Target = new("Export", export.Id),
                    Lineage = [.. organisations.Values.SelectMany(organisation => organisation.Lineage).Distinct()],
                    Result = AuditLog.Done,
                    FileHash = hash,
                    Correlation = _audit.Correlation,
                },
            ],
            cancellationToken
        );
    }

    private IReadOnlyList<object?> HeadsOf(ExportKind kind) =>
        kind switch
        {
            ExportKind.Organisations => [.. _kinds[SheetKind.Organisations].Columns.Select(column => column.Head)],
            ExportKind.Members => [.. _kinds[SheetKind.Members].Columns.Select(column => column.Head)],
            _ => ["党员编号", "姓名", "序号", "培训形式", "学时", "秒", "培训日期", "培训名称", "来源", "冲销", "原因", "入账时间", "哈希"],
        };

    private async IAsyncEnumerable<IEnumerable<IReadOnlyList<object?>>> BatchesAsync(
        SheetExport export,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (export.Kind == ExportKind.Organisations)
        {
            await foreach (var organisations in OrganisationsAsync(export.Scope, null, cancellationToken))
            {
                yield return organisations.Select(Row);
            }
            yield break;
        }
        var today = SchoolTime.Today(_time);
        var scope = await _tree.NowAsync(Scope.Within(await TopsAsync(export.Scope, cancellationToken)), cancellationToken);
        await foreach (var members in _members.WithinAsync(scope, today, BatchSize, cancellationToken))
        {
            if (export.Kind == ExportKind.Members)
                yield return members.Select(member => Row(member, today));
            else
            {
                var ledgers = await _ledger.EntriesAsync([.. members.Select(member => member.Id)], cancellationToken);
                yield return members.SelectMany(member => ledgers[member.Id].Select(credit => Row(member, credit)));
            }
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<Organisation>> OrganisationsAsync(
        Scope scope,
        Filter? filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? cursor = null;
        while (true)
        {
            var page = await _tree.ListAsync(scope, filter, [new("code", false)], new(PageSize, cursor), cancellationToken);
            yield return [.. page.Nodes];
            if (!page.HasNextPage)
                yield break;
            cursor = page.Edges[^1].Cursor;
        }
    }

    private async Task<IReadOnlyList<string>> TopsAsync(Scope scope, CancellationToken cancellationToken)
    {
        if (!scope.Everywhere)
            return scope.OrganisationIds;
        var tops = new List<string>();
        await foreach (var organisations in OrganisationsAsync(Scope.All, new FieldFilter("parentId", FilterOperator.Eq, null), cancellationToken))
        {
            tops.AddRange(organisations.Select(organisation => organisation.Id));
        }
        return tops;
    }

    private static IReadOnlyList<object?> Row(Organisation organisation) =>
        [
            organisation.Id,
            organisation.Name,
            RegisterWords.Levels[organisation.Level],
            organisation.ParentId,
            organisation.Sector is { } sector ? RegisterWords.Categories[sector] : null,
            RegisterWords.Day(organisation.Existence.From),
        ];

    private static IReadOnlyList<object?> Row(Member member, DateOnly today)
    {
        var category = member.CategoryOn(today);
        var further = member.Categories.On(today).Select(held => held.Category).Where(held => held != category).Distinct();
        var receiving = member.Memberships.On(today).FirstOrDefault(held => held.Kind == MembershipKind.Receiving);
        var position = member.Positions.On(today).FirstOrDefault();
        return
        [
            member.Number,
            member.Name,
            member.MembershipOn(today).OrganisationId,
            RegisterWords.Categories[category],
            RegisterWords.Day(member.AdmittedOn),
            string.Join('、', further.Select(held => RegisterWords.Categories[held])),
            null,
            null,
            receiving?.OrganisationId,
            RegisterWords.Day(receiving?.Period.From),
            position is null ? null : RegisterWords.Positions[position.Position],
            position?.OrganisationId,
            RegisterWords.Day(position?.Period.From),
            RegisterWords.Day(position?.Period.To),
        ];
    }

    private static IReadOnlyList<object?> Row(Member member, Credit credit) =>
        [
            member.Number,
            member.Name,
            credit.Number,
            credit.Form == CreditForm.Online ? "在线学习" : RegisterWords.Forms[credit.Form],
            Math.Round((decimal)credit.Seconds / credit.Policy.SecondsPerHour, 2),
            credit.Seconds,
            RegisterWords.Day(credit.EarnedOn),
            credit.Title,
            credit.Source.Id,
            credit.Reverses,
            credit.Reason,
            credit.PostedAt.ToOffset(SchoolTime.Offset).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            credit.Hash,
        ];
}
