using System.Globalization;

namespace ELearning.Benchmarks;

internal sealed record MemoryTeacher(string Id, string Name, string Title);

internal sealed record MemoryChapter(string Id, string Title, double DurationSeconds);

internal sealed record MemoryCourseware(
    string Id,
    string Title,
    string Summary,
    string Kind,
    string[] Subjects,
    string Origin,
    double CreditHours,
    int DurationSeconds,
    string PublishedAt,
    int Version,
    MemoryTeacher[] Teachers,
    MemoryChapter[] Chapters
);

internal sealed record MemoryPage(MemoryCourseware[] Nodes, int TotalCount, bool HasNextPage, string? EndCursor);

/// <summary>
/// A catalogue of the shape the contract's first operation reads, held in memory: what is measured over it is the engine alone. Every server is given this
/// data.
/// </summary>
internal sealed class MemoryCatalogue
{
    public const string Operation = """
        query Catalogue($first: Int) { courseware(first: $first) { totalCount pageInfo { hasNextPage endCursor }
          nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version teachers { id name title } chapters { id title
          durationSeconds } } } }
        """;

    public MemoryCourseware[] Courseware { get; init; } = [];

    public static MemoryCatalogue Make()
    {
        string[] kinds = ["VIDEO", "AUDIO", "DOCUMENT"],
            subjects = ["HISTORY", "MODERN_FARMING", "CONSTITUTION"],
            origins = ["CENTRAL", "SELECTED", "LOCAL"];
        var teachers = Enumerable.Range(0, 50).Select(i => new MemoryTeacher(Id("teacher", i), $"林国{(char)(0x4e00 + i)}", "市委党校副教授")).ToArray();
        return new MemoryCatalogue
        {
            Courseware =
            [
                .. Enumerable
                    .Range(0, 1000)
                    .Select(i => new MemoryCourseware(
                        Id("courseware", i),
                        $"党的光辉历程 {i}",
                        $"第{i}讲：从红船起航到改革开放，讲述党带领人民走过的不平凡的道路。",
                        kinds[i % 3],
                        [subjects[i % 3], subjects[(i + 1) % 3]],
                        origins[i % 3],
                        (i % 40) / 10.0 + 0.1,
                        600 + i,
                        $"2026-03-01T08:{i % 60:D2}:00Z",
                        1 + (i % 4),
                        [teachers[i % 50], teachers[(i * 7) % 50]],
                        [
                            .. Enumerable
                                .Range(0, 4)
                                .Select(part => new MemoryChapter(Id("chapter", (i * 10) + part), $"第{part + 1}章 修剪与诵读", 120.5 + part)),
                        ]
                    )),
            ],
        };
    }

    public MemoryPage Page(int first) => new(Courseware[..first], Courseware.Length, first < Courseware.Length, Courseware[first - 1].Id);

    private static string Id(string kind, int number) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}:{number:D6}")));
}
