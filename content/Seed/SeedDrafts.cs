namespace ELearning.Content;

/// <summary>A few drafts for every state there is, so that an editor and a reviewer find something to do.</summary>
internal sealed class SeedDrafts(EditorialDesk desk, SeedClock clock)
{
    /// <param name="Media">The ending of the file its chapter plays.</param>
    /// <param name="Becomes">Where it ends up.</param>
    /// <param name="SentBack">What the reviewer wrote when it was sent back once.</param>
    private sealed record Line(
        string Key,
        string Title,
        string Summary,
        CoursewareKind Kind,
        Subject Subject,
        string Organisation,
        string Media,
        int DaysAgo,
        CoursewareState Becomes,
        string? SentBack = null
    );

    private static readonly Line[] Lines =
    [
        new(
            "land-law",
            "农村土地承包法新规解读",
            "结合晋江案例讲解承包地确权与流转中的新规定。",
            CoursewareKind.Video,
            Subject.Law,
            DemoSubjects.County,
            "mp4",
            6,
            CoursewareState.Draft
        ),
        new(
            "tea-pruning",
            "茶园冬季修剪技术",
            "安溪茶园冬季修剪的时机、工具与步骤。",
            CoursewareKind.Video,
            Subject.PracticalTechnique,
            DemoSubjects.City,
            "mp4",
            9,
            CoursewareState.Draft,
            "第二段与第一段重复，请核对后再提交。"
        ),
        new(
            "secretary-notes",
            "支部书记工作笔记（音频）",
            "几位优秀支部书记口述工作方法。",
            CoursewareKind.Audio,
            Subject.GrassrootsWork,
            DemoSubjects.City,
            "m4a",
            5,
            CoursewareState.InReview
        ),
        new(
            "cross-strait-trade",
            "两岸经贸往来知识手册",
            "面向基层党员的涉台经贸常识。",
            CoursewareKind.Document,
            Subject.CrossStrait,
            DemoSubjects.City,
            "pdf",
            4,
            CoursewareState.InReview
        ),
        new(
            "village-affairs",
            "村务公开怎么做",
            "从公开内容、程序到监督，一步一步讲清楚。",
            CoursewareKind.Video,
            Subject.DemocraticManagement,
            DemoSubjects.County,
            "mp4",
            3,
            CoursewareState.Approved
        ),
        new(
            "old-fee-rules",
            "党费收缴旧规定问答",
            "依据已废止的规定编写。",
            CoursewareKind.Document,
            Subject.BasicKnowledge,
            DemoSubjects.City,
            "pdf",
            420,
            CoursewareState.Retired
        ),
    ];

    /// <summary>Published, with a next draft begun; and edited, but thought better of.</summary>
    private const string Begun = "policy-digest",
        Discarded = "policy-plenum";

    private static readonly Actor Editor = new(DemoSubjects.Editor, null);
    private static readonly Actor Reviewer = new(DemoSubjects.Reviewer, null);
    private static readonly Scope City = Scope.Within(DemoSubjects.City);

    /// <param name="assets">Asset id by the ending of the file.</param>
    public async Task RunAsync(DateOnly today, IReadOnlyDictionary<string, string> assets, CancellationToken cancellationToken)
    {
        foreach (var line in Lines)
        {
            clock.MoveTo(today, line.DaysAgo, TimeSpan.FromHours(9));
            var content = new CoursewareChanges
            {
                Title = line.Title,
                Summary = line.Summary,
                Kind = line.Kind,
                Origin = CoursewareOrigin.Local,
                Subjects = [line.Subject],
                Chapters = [new(null, "第一章", assets[line.Media], null)],
                PosterId = assets["png"],
            };
            // After an interruption the draft is found as far as it had come.
            var draft = await desk.CreateAsync(new(line.Organisation, content, $"seed-{line.Key}"), City, Editor, cancellationToken);
            while (Next(draft, line) is { } step)
            {
                clock.MoveTo(today, line.DaysAgo, TimeSpan.FromHours(9) + TimeSpan.FromMinutes(40 * draft.Version));
                try
                {
                    draft = await step(draft, cancellationToken);
                }
                catch (ContentError cut) when (cut.Code == ContentErrorCode.Conflict)
                {
                    // The step had been decided when the run before was cut off, and has been completed by this look.
                    draft = await desk.CreateAsync(new(line.Organisation, content, $"seed-{line.Key}"), City, Editor, cancellationToken);
                }
            }
        }
        clock.MoveTo(today, 2, TimeSpan.FromHours(15));
        var drafts = await desk.FindAsync([Begun, Discarded], cancellationToken);
        if (!drafts.ContainsKey(Begun))
            await desk.EditAsync(
                Begun,
                0,
                new() { Summary = "汇集市县两级惠企惠民政策条文与办理指引，补充今年新出台的条目。" },
                City,
                Editor,
                cancellationToken
            );
        var edited =
            drafts.GetValueOrDefault(Discarded)
            ?? await desk.EditAsync(Discarded, 0, new() { Title = "中央全会精神宣讲（试剪）" }, City, Editor, cancellationToken);
        if (edited.State == CoursewareState.Draft)
            await desk.DiscardAsync(Discarded, edited.Version, City, Editor, cancellationToken);
    }

    /// <summary>What happens to the draft next; null where it is what it becomes.</summary>
    private Func<CoursewareDraft, CancellationToken, Task<CoursewareDraft>>? Next(CoursewareDraft draft, Line line)
    {
        var sendBack = line.SentBack is not null && draft.History.All(step => step.Act != CoursewareAct.SentBack);
        return draft.State switch
        {
            CoursewareState.Draft when sendBack || line.Becomes > CoursewareState.Draft => (now, token) =>
                desk.SubmitAsync(now.Id, now.Version, null, City, Editor, token),
            CoursewareState.InReview when sendBack => (now, token) =>
                desk.ReviewAsync(now.Id, now.Version, ReviewDecision.SendBack, line.SentBack, City, Reviewer, token),
            CoursewareState.InReview when line.Becomes > CoursewareState.InReview => (now, token) =>
                desk.ReviewAsync(now.Id, now.Version, ReviewDecision.Approve, null, City, Reviewer, token),
            CoursewareState.Approved when line.Becomes > CoursewareState.Approved => (now, token) =>
                desk.PublishAsync(now.Id, now.Version, null, City, Editor, token),
            CoursewareState.Published when line.Becomes == CoursewareState.Retired => (now, token) =>
                desk.RetireAsync(now.Id, now.Version, "所依据的规定已废止", City, Editor, token),
            _ => null,
        };
    }
}
