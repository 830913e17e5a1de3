namespace ELearning.Content;

/// <summary>
/// The life of a courseware: draft → in review → approved → published → retired, and from any state back to draft by an edit. Pure: each step returns the draft
/// that comes of it, or throws why it is refused.
/// </summary>
internal static class LifeRules
{
    /// <summary>A draft keeps so many events: its first and its newest.</summary>
    private const int LongestHistory = 200;

    public static CoursewareDraft Create(CoursewareContent content, IReadOnlyList<string> lineage, Actor actor, DateTimeOffset now) =>
        Step(
            new CoursewareDraft
            {
                Id = content.Id,
                Content = content,
                Lineage = lineage,
                State = CoursewareState.Draft,
                Editors = [actor],
                CreatedAt = now,
                UpdatedAt = now,
            },
            CoursewareAct.Created,
            actor,
            now
        );

    /// <summary>The draft from which a family goes on that was published without a draft.</summary>
    public static CoursewareDraft Of(Courseware published, IReadOnlyList<string> lineage) =>
        new()
        {
            Id = published.Id,
            Content = published.Content.Thaw(),
            Lineage = lineage,
            State = CoursewareState.Published,
            PublishedVersion = published.Version,
            CreatedAt = published.PublishedAt,
            UpdatedAt = published.PublishedAt,
        };

    /// <summary>Edits a draft in any state; its sign-off and schedule are void.</summary>
    public static CoursewareDraft Edit(CoursewareDraft draft, CoursewareContent content, Actor actor, DateTimeOffset now) =>
        Step(
            draft with
            {
                Content = content,
                State = CoursewareState.Draft,
                SignOff = null,
                Schedule = null,
                Editors = [.. draft.Editors.Append(actor).Distinct()],
            },
            CoursewareAct.Edited,
            actor,
            now
        );

    public static CoursewareDraft Submit(CoursewareDraft draft, string? comment, Actor actor, DateTimeOffset now) =>
        Step(Require(draft, CoursewareState.Draft) with { State = CoursewareState.InReview }, CoursewareAct.Submitted, actor, now, comment);

    public static CoursewareDraft Review(CoursewareDraft draft, ReviewDecision decision, string? comment, Actor actor, DateTimeOffset now)
    {
        Require(draft, CoursewareState.InReview);
        if (draft.Editors.Any(editor => IsSame(editor, actor)))
            throw new ContentError(ContentErrorCode.ReviewNotIndependent) { Detail = draft };
        return decision == ReviewDecision.Approve
            ? Step(
                draft with
                {
                    State = CoursewareState.Approved,
                    SignOff = new(actor, now, draft.Version, comment),
                },
                CoursewareAct.Approved,
                actor,
                now,
                comment
            )
            : Step(draft with { State = CoursewareState.Draft }, CoursewareAct.SentBack, actor, now, comment);
    }

    public static CoursewareDraft Schedule(CoursewareDraft draft, DateTimeOffset at, Actor actor, DateTimeOffset now) =>
        Step(
            Require(draft, CoursewareState.Approved) with
            {
                Schedule = new(at, actor),
            },
            CoursewareAct.Scheduled,
            actor,
            now,
            at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
        );

    public static CoursewareDraft Unschedule(CoursewareDraft draft, string? comment, Actor actor, DateTimeOffset now) =>
        draft.Schedule is null ? throw NotAllowed(draft) : Step(draft with { Schedule = null }, CoursewareAct.Unscheduled, actor, now, comment);

    /// <summary>Decides a publication: from here on the version will be published, whoever completes it.</summary>
    public static CoursewareDraft Decide(CoursewareDraft draft, int version, Actor actor, DateTimeOffset now) =>
        Require(draft, CoursewareState.Approved) with
        {
            Publication = new(version, now, actor),
            UpdatedAt = now,
        };

    /// <summary>Ends a publication whose version is frozen and shown.</summary>
    public static CoursewareDraft Published(CoursewareDraft draft)
    {
        var publication = draft.Publication!;
        return Step(
            draft with
            {
                State = CoursewareState.Published,
                PublishedVersion = publication.Version,
                Publication = null,
                Schedule = null,
                Retirement = null,
                Editors = [],
            },
            CoursewareAct.Published,
            publication.By,
            publication.At,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"v{publication.Version}")
        );
    }

    /// <summary>Retires the published version, whatever state the next one is in.</summary>
    public static CoursewareDraft Retire(CoursewareDraft draft, string reason, Actor actor, DateTimeOffset now)
    {
        if (draft.PublishedVersion is not { } version || draft.Retirement is not null)
            throw NotAllowed(draft);
        return Step(
            draft with
            {
                State = draft.State == CoursewareState.Published ? CoursewareState.Retired : draft.State,
                Retirement = new(version, now, actor.Subject, reason, IsDone: false),
            },
            CoursewareAct.Retired,
            actor,
            now,
            reason
        );
    }

    /// <summary>Takes a draft back to the version that was last published.</summary>
    public static CoursewareDraft Discard(CoursewareDraft draft, Courseware published, Actor actor, DateTimeOffset now) =>
        Step(
            RequireUnderWay(draft) with
            {
                Content = published.Content.Thaw(),
                State = draft.Retirement is null ? CoursewareState.Published : CoursewareState.Retired,
                SignOff = null,
                Schedule = null,
                Editors = [],
            },
            CoursewareAct.Discarded,
            actor,
            now
        );

    /// <summary>Refuses a draft in which nothing is newer than the published version.</summary>
    public static CoursewareDraft RequireUnderWay(CoursewareDraft draft) =>
        draft.State is CoursewareState.Published or CoursewareState.Retired ? throw NotAllowed(draft) : draft;

    public static CoursewareDraft Require(CoursewareDraft draft, CoursewareState state) => draft.State == state ? draft : throw NotAllowed(draft);

    /// <summary>The time from which a sweep has something to do for the draft; null for never.</summary>
    public static DateTimeOffset? DueAt(CoursewareDraft draft) =>
        draft.Publication?.At ?? (draft.Retirement is { IsDone: false } retirement ? retirement.At : draft.Schedule?.At);

    /// <summary>Whether two actors are one person: a person may have several subjects, and a subject no member.</summary>
    private static bool IsSame(Actor one, Actor other) => one.Subject == other.Subject || (one.MemberId is not null && one.MemberId == other.MemberId);

    private static ContentError NotAllowed(CoursewareDraft draft) => new(ContentErrorCode.StateNotAllowed, draft.State) { Detail = draft };

    private static CoursewareDraft Step(CoursewareDraft draft, CoursewareAct act, Actor actor, DateTimeOffset at, string? comment = null)
    {
        var happened = new CoursewareEvent(act, actor.Subject, at, draft.Version + 1, comment);
        // An editor saves often: edits of one person in a row are one event, the last.
        var before =
            act == CoursewareAct.Edited && draft.History is [.., { Act: CoursewareAct.Edited } last] && last.By == actor.Subject
                ? draft.History.SkipLast(1)
                : draft.History;
        IReadOnlyList<CoursewareEvent> history = [.. before, happened];
        return draft with { UpdatedAt = at, History = history.Count <= LongestHistory ? history : [history[0], .. history.TakeLast(LongestHistory - 1)] };
    }
}
