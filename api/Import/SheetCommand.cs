using System.Globalization;
using ELearning.Content;
using Spectre.Console;

namespace ELearning.Api;

/// <summary>
/// <c>import members|organisations|credits FILE [--dry-run] [--skip] [--sheet NAME]</c>: a sheet into a register, as an Administrator would by the API. Ends with
/// 0 when every row is applied (or would be), 2 when something in the sheet is at fault.
/// </summary>
internal static class SheetCommand
{
    private const int Shown = 200;

    /// <returns>Null when the arguments are of another command.</returns>
    public static async Task<int?> RunAsync(string[] arguments, Func<string[], Task<IHost>> build)
    {
        if (arguments is not ["import", { } what, { } file, .. var rest] || KindOf(what) is not { } kind)
            return null;
        var (dryRun, onFault, sheet, settings) = (false, OnFault.Stop, (string?)null, new List<string>());
        for (var i = 0; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case "--dry-run":
                    dryRun = true;
                    break;
                case "--skip":
                    onFault = OnFault.Skip;
                    break;
                case "--sheet" when i + 1 < rest.Length:
                    sheet = rest[++i];
                    break;
                case { } setting when setting.StartsWith("--", StringComparison.Ordinal) && setting.Contains('=', StringComparison.Ordinal):
                    settings.Add(setting);
                    break;
                default:
                    return null;
            }
        }
        var path = new ImportArguments(file, null, false, false, []).FullFile;
        if (!File.Exists(path))
        {
            await Console.Error.WriteLineAsync(ImportTexts.Of("FileMissing", file));
            return 1;
        }
        using var host = await build([.. settings]);
        await host.StartAsync();
        try
        {
            await host.PrepareAsync();
            var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            var imports = host.Services.GetRequiredService<SheetImports>();
            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "zh-CN";
            return await ShowAsync(imports, await imports.RunFileAsync(path, kind, dryRun, onFault, sheet, language, new Lines(), stopping), stopping);
        }
        finally
        {
            await host.StopAsync();
        }
    }

    private static SheetKind? KindOf(string what) =>
        what switch
        {
            "members" => SheetKind.Members,
            "organisations" => SheetKind.Organisations,
            "credits" => SheetKind.Credits,
            _ => null,
        };

    private static async Task<int> ShowAsync(SheetImports imports, SheetImport import, CancellationToken cancellationToken)
    {
        var shown = 0;
        string? cursor = null;
        do
        {
            var page = (await imports.FaultsAsync([import.Id], new(100, cursor), cancellationToken)).GetValueOrDefault(import.Id);
            foreach (var fault in page?.Nodes ?? [])
            {
                Say($"{fault.Row}\t{fault.Column}\t{fault.Value}\t{SheetTexts.Of(fault)}");
                shown++;
            }
            cursor = page is { HasNextPage: true } ? page.Edges[^1].Cursor : null;
        } while (cursor is not null && shown < Shown);
        Say(ImportTexts.Of("sheet", import.RowsRead, import.RowsGood, import.RowsApplied, import.RowsChanged, import.FaultCount));
        return import.FaultCount == 0 ? 0 : 2;
    }

    /// <summary>Cells come from a sheet: nothing in them steers the terminal.</summary>
    private static void Say(string line) =>
        AnsiConsole.Console.Write(new Text(string.Concat(line.Select(letter => char.IsControl(letter) && letter != '\t' ? ' ' : letter)) + "\n"));

    private sealed class Lines : IProgress<SheetImport>
    {
        private int _told;

        public void Report(SheetImport value)
        {
            // Each so many rows, on the other output: the output is the faults alone.
            var rows = value.RowsApplied > 0 ? value.RowsApplied : value.RowsRead;
            if (rows / 10_000 == _told / 10_000)
                return;
            _told = rows;
            Console.Error.WriteLine(ImportTexts.Of("sheetProgress", value.RowsRead, value.RowsApplied));
        }
    }
}
