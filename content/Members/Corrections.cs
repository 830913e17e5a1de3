namespace ELearning.Content;

/// <summary>What members say is wrong in their records, and what was answered.</summary>
public sealed class Corrections
{
    /// <summary>More than these at a time say nothing that one would not.</summary>
    internal const int MostOpen = 5;

    private readonly CorrectionStore _store;
    private readonly MemberRegister _register;
    private readonly Notifications _notifications;
    private readonly TimeProvider _time;

    internal Corrections(CorrectionStore store, MemberRegister register, Notifications notifications, TimeProvider time) =>
        (_store, _register, _notifications, _time) = (store, register, notifications, time);

    public static IReadOnlyList<QueryField> Queryable => CorrectionStore.Map.Fields;

    public async Task<CorrectionRequest> RequestAsync(string memberId, string text, CancellationToken cancellationToken)
    {
        var wanted = InputChecks.Text("text", text, 1000);
        var member = await _register.RequireAsync(memberId, cancellationToken);
        if (await _store.CountOpenAsync(memberId, cancellationToken) >= MostOpen)
            throw new ContentError(ContentErrorCode.TooManyCorrections, MostOpen);
        var request = new CorrectionRequest
        {
            Id = $"{member.Id}/{Ids.New(_time)}",
            MemberId = member.Id,
            Lineage = member.LineageOn(SchoolTime.Today(_time)),
            Text = wanted,
            RequestedAt = SchoolTime.Now(_time),
        };
        await _store.AddAsync(request, cancellationToken);
        return request;
    }

    /// <summary>Answers a request, for good; the member is told.</summary>
    /// <param name="status">Corrected or declined.</param>
    public async Task<CorrectionRequest> AnswerAsync(string requestId, CorrectionStatus status, string answer, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.Known("status", status);
        if (status == CorrectionStatus.Open)
            throw ContentError.Invalid("status", InputFault.NotAllowed);
        var words = InputChecks.Text("answer", answer, 1000);
        var request = (await _store.FindAsync([requestId], cancellationToken)).SingleOrDefault() ?? throw ContentError.NotFound(nameof(CorrectionRequest));
        var answered = request with { Status = status, Answer = words, AnsweredBy = by.Subject, AnsweredAt = SchoolTime.Now(_time) };
        if (request.Status != CorrectionStatus.Open || !await _store.AnswerAsync(answered, cancellationToken))
            throw new ContentError(ContentErrorCode.CorrectionAnswered);
        await _notifications.TellAsync(answered.MemberId, NotificationKind.CorrectionAnswered, answered.Id, [words], cancellationToken);
        return answered;
    }

    public async Task<IReadOnlyDictionary<string, CorrectionRequest>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(request => request.Id);

    /// <summary>Requests of members of the scope, by their organisations when they asked; the newest first unless sorted otherwise.</summary>
    public Task<Page<CorrectionRequest>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("requestedAt", true)], page, cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<CorrectionRequest>>> ByMembersAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.PagesAsync(memberIds, page, cancellationToken);
}
