namespace ELearning.Content;

/// <summary>A published version of a courseware family: immutable; credit points at it.</summary>
/// <param name="Content">Frozen: each chapter has the hash of its media.</param>
/// <param name="Version">From 1.</param>
public sealed record Courseware(CoursewareContent Content, int Version, DateTimeOffset PublishedAt)
{
    /// <summary>Names the family; every version of it shares this id.</summary>
    public string Id => Content.Id;

    /// <summary>Sum of the chapters' probed durations, in seconds.</summary>
    public double DurationSeconds => Content.Chapters.Sum(chapter => chapter.DurationMilliseconds ?? 0) / 1000.0;
}
