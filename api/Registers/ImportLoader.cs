using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Imports as far as they exist for the caller: one's own, while one's grants reach as far as they did when it was started, and all for an Administrator.
/// </summary>
internal sealed class ImportLoader(SheetImports imports, OrganisationTree tree, RequestRights rights) : BatchLoader<string, SheetImport>
{
    protected override async Task<IReadOnlyDictionary<string, SheetImport>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var found = (await imports.FindAsync(keys, cancellationToken)).Values.Where(import => rights.Current.SeesSheetsOf(import.Subject));
        return (await SheetReach.WithinAsync(found, import => import.Scope, rights.Current.Changing, tree, cancellationToken)).ToDictionary(import =>
            import.Id
        );
    }
}

/// <summary>Exports as far as they exist for the caller; see <see cref="ImportLoader"/>.</summary>
internal sealed class ExportLoader(SheetExports exports, OrganisationTree tree, RequestRights rights) : BatchLoader<string, SheetExport>
{
    protected override async Task<IReadOnlyDictionary<string, SheetExport>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var found = (await exports.FindAsync(keys, cancellationToken)).Values.Where(export => rights.Current.SeesSheetsOf(export.Subject));
        return (await SheetReach.WithinAsync(found, export => export.Scope, rights.Current.Reading, tree, cancellationToken)).ToDictionary(export => export.Id);
    }
}

/// <summary>How far sheets reach, compared with how far the caller's grants do now.</summary>
internal static class SheetReach
{
    /// <summary>Those whose scope lies within what the caller may still.</summary>
    public static async Task<IReadOnlyList<T>> WithinAsync<T>(
        IEnumerable<T> sheets,
        Func<T, Scope> scopeOf,
        Scope may,
        OrganisationTree tree,
        CancellationToken cancellationToken
    )
    {
        var all = sheets.ToList();
        if (may.Everywhere || all.Count == 0)
            return all;
        var organisations = await tree.FindAsync([.. all.SelectMany(sheet => scopeOf(sheet).OrganisationIds).Distinct()], cancellationToken);
        return
        [
            .. all.Where(sheet =>
                scopeOf(sheet) is { Everywhere: false, OrganisationIds: var ids }
                && ids.All(id => organisations.TryGetValue(id, out var organisation) && may.Covers(organisation.Lineage))
            ),
        ];
    }
}

/// <summary>The faults of each import, in the order of the sheet.</summary>
internal sealed class ImportFaultLoader(SheetImports imports) : PageLoader<SheetFault>
{
    protected override Task<IReadOnlyDictionary<string, Page<SheetFault>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => imports.FaultsAsync(owners, page, cancellationToken);
}
