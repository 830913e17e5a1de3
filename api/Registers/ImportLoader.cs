using ELearning.Content;

namespace ELearning.Api;

/// <summary>Imports as far as they exist for the caller: one's own, and all for an Administrator.</summary>
internal sealed class ImportLoader(SheetImports imports, RequestRights rights) : BatchLoader<string, SheetImport>
{
    protected override async Task<IReadOnlyDictionary<string, SheetImport>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await imports.FindAsync(keys, cancellationToken)).Where(found => rights.Current.SeesSheetsOf(found.Value.Subject)).ToDictionary();
}

/// <summary>Exports as far as they exist for the caller: one's own, and all for an Administrator.</summary>
internal sealed class ExportLoader(SheetExports exports, RequestRights rights) : BatchLoader<string, SheetExport>
{
    protected override async Task<IReadOnlyDictionary<string, SheetExport>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await exports.FindAsync(keys, cancellationToken)).Where(found => rights.Current.SeesSheetsOf(found.Value.Subject)).ToDictionary();
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
