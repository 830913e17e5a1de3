using System.Globalization;
using ELearning.Content;
using Spectre.Console;

namespace ELearning.Api;

/// <summary>Shows an import: tables, and a bar for each file, or a line for each where nobody watches.</summary>
internal sealed class ImportScreen
{
    /// <summary>Of output that goes to a file or a pipe, in characters.</summary>
    private const int WidthOfFiles = 160;

    private readonly IAnsiConsole _console;

    public ImportScreen(IAnsiConsole console)
    {
        _console = console;
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthOfFiles;
    }

    public async Task<T> WatchAsync<T>(string doing, Func<IProgress<ImportProgress>, Task<T>> work)
    {
        if (!_console.Profile.Out.IsTerminal || !_console.Profile.Capabilities.Interactive)
            return await work(new FileLines(_console, doing));
        return await _console
            .Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(context => work(new FileBars(context, doing)));
    }

    public void Show(ImportPlan plan, bool applied)
    {
        Say(ImportTexts.Of("plan", plan.Manifest, plan.Keeper.Name, plan.Keeper.Id));
        var table = TableOf("row", "key", "title", "chapters", "duration", "bytes", "state");
        foreach (var courseware in plan.Courseware)
        {
            Row(
                table,
                Number(courseware.Row),
                courseware.Key,
                courseware.Content.Title ?? "",
                Number(courseware.Content.Chapters?.Count ?? 0),
                Duration(courseware, plan.Files),
                Number(courseware.Files.Sum(file => file.Media.ByteLength)),
                StateOf(courseware)
            );
        }
        if (plan.Courseware.Count > 0)
            _console.Write(table);
        if (plan.Faults.Count > 0)
            Show(plan.Faults);
        var making = plan.Courseware.Where(courseware => courseware.There is null).ToList();
        var storing = making.SelectMany(courseware => courseware.Files).Where(file => !file.IsStored).DistinctBy(file => file.AssetId).ToList();
        if (plan.Faults.Count > 0)
            Say(ImportTexts.Of("faulty", plan.Faults.Count));
        else if (!applied)
            Say(ImportTexts.Of("clean", making.Count, storing.Count, storing.Sum(file => file.Media.ByteLength)));
    }

    public void Show(IReadOnlyList<ImportedCourseware> imported)
    {
        var table = TableOf("row", "key", "state");
        foreach (var courseware in imported)
        {
            Row(
                table,
                Number(courseware.Planned.Row),
                courseware.Planned.Key,
                courseware.Error is { } error
                    ? ErrorTexts.Of(error)
                    : ImportTexts.Of(courseware.Planned.There is null ? "made" : "kept", courseware.Draft!.State)
            );
        }
        _console.Write(table);
        Say(
            ImportTexts.Of(
                "done",
                imported.Count(courseware => courseware is { Error: null, Planned.There: null }),
                imported.Count(courseware => courseware.Error is not null)
            )
        );
    }

    private void Show(IReadOnlyList<ImportFault> faults)
    {
        var table = TableOf("row", "column", "fault");
        foreach (var fault in faults)
        {
            Row(table, Number(fault.Row), fault.Column, ImportTexts.Of(fault));
        }
        _console.Write(table);
    }

    private static string StateOf(PlannedCourseware courseware) =>
        courseware.There is null ? ImportTexts.Of("new") : ImportTexts.Of(courseware.Differs ? "differs" : "there", courseware.There.State);

    /// <summary>Of all chapters, a film that serves two of them counted twice.</summary>
    private static string Duration(PlannedCourseware courseware, IReadOnlyList<PlannedFile> files)
    {
        var lengths = files.DistinctBy(file => file.AssetId).ToDictionary(file => file.AssetId, file => file.Media.DurationMilliseconds ?? 0);
        var sum = (courseware.Content.Chapters ?? []).Sum(chapter => lengths.GetValueOrDefault(chapter.MediaId));
        return sum == 0 ? "" : TimeSpan.FromMilliseconds(sum).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
    }

    private static Table TableOf(params string[] heads)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var head in heads)
        {
            table.AddColumn(new TableColumn(new Text(ImportTexts.Of(head))));
        }
        return table;
    }

    /// <summary>Cells come from a manifest: nothing in them is markup, and nothing steers the terminal.</summary>
    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(Harmless(cell))));

    private void Say(string line) => _console.Write(new Text(Harmless(line) + "\n"));

    private static string Harmless(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A line for each file that is done.</summary>
    private sealed class FileLines(IAnsiConsole console, string doing) : IProgress<ImportProgress>
    {
        private readonly HashSet<string> _told = [];

        public void Report(ImportProgress value)
        {
            if (value.Bytes == value.ByteLength && _told.Add(value.File))
                console.Write(new Text(Harmless($"{doing} {value.File} ({Number(value.ByteLength)} B)") + "\n"));
        }
    }

    private sealed class FileBars(ProgressContext context, string doing) : IProgress<ImportProgress>
    {
        private readonly Dictionary<string, ProgressTask> _bars = [];

        public void Report(ImportProgress value)
        {
            if (!_bars.TryGetValue(value.File, out var bar))
                _bars[value.File] = bar = context.AddTask(Markup.Escape(Harmless($"{doing} {value.File}")), maxValue: Math.Max(1, value.ByteLength));
            bar.Value = value.ByteLength == 0 ? 1 : value.Bytes;
        }
    }
}
