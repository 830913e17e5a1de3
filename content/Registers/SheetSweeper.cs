using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Works off the imports and exports that wait, and goes on with those that a killed process left in the middle. The lease is short, and prolonged before each batch, so
/// that a process that dies is soon followed.
/// </summary>
public sealed class SheetSweeper : LeasedSweep
{
    internal const int BatchSize = 20;

    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly SheetImports _imports;
    private readonly SheetExports _exports;

    internal SheetSweeper(SheetImports imports, SheetExports exports, Leases leases, TimeProvider time, ILogger<SheetSweeper> logger)
        : base("sheets", TimeSpan.FromSeconds(3), Lease, leases, time, logger) => (_imports, _exports) = (imports, exports);

    private protected override string Done => "imports and exports of sheets were worked off";

    private protected override async Task<bool> IsDueAsync(CancellationToken cancellationToken) =>
        await _imports.IsDueAsync(cancellationToken) || await _exports.IsDueAsync(cancellationToken);

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var import in await _imports.OpenAsync(BatchSize, cancellationToken))
        {
            async Task<bool> WorkAsync() => await _imports.RunAsync(import, () => HoldLeaseAsync(cancellationToken), cancellationToken) is not null;
            done += await TryAsync("import", import.Id, WorkAsync, cancellationToken) ? 1 : 0;
        }
        foreach (var export in await _exports.WaitingAsync(BatchSize, cancellationToken))
        {
            Task<bool> WriteAsync() => _exports.RunAsync(export, () => HoldLeaseAsync(cancellationToken), cancellationToken);
            done += await TryAsync("export", export.Id, WriteAsync, cancellationToken) ? 1 : 0;
        }
        return done + await _exports.DropOldAsync(BatchSize, cancellationToken) + await _imports.DropOldAsync(BatchSize, cancellationToken);
    }
}
