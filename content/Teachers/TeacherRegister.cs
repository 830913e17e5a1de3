using System.Text.Json;

namespace ELearning.Content;

/// <summary>
/// How the teacher pool is kept: teachers are recommended, reviewed by a second person, suspended, renewed and let go, each by an act that says who did it and
/// why; and they are offered to other organisations, which accept or decline. Each act is one write of one document at the version it was decided on.
/// </summary>
public sealed class TeacherRegister
{
    private const string Proposing = "proposeTeacher";
    private const int Tries = 5;
    private readonly TeacherStore _store;
    private readonly TeacherPool _pool;
    private readonly OrganisationTree _organisations;
    private readonly MemberRegister _members;
    private readonly MediaLibrary _media;
    private readonly CoursewareLibrary _library;
    private readonly TeacherSchedules _schedules;
    private readonly IdempotencyKeys _keys;
    private readonly TimeProvider _time;

    internal TeacherRegister(
        TeacherStore store,
        TeacherPool pool,
        OrganisationTree organisations,
        MemberRegister members,
        MediaLibrary media,
        CoursewareLibrary library,
        TeacherSchedules schedules,
        IdempotencyKeys keys,
        TimeProvider time
    )
    {
        (_store, _pool, _organisations, _members) = (store, pool, organisations, members);
        (_media, _library, _schedules, _keys, _time) = (media, library, schedules, keys, time);
    }

    /// <summary>Recommends a teacher. The same idempotency key with the same input returns who was recommended, as they stand by then.</summary>
    /// <param name="scope">Where the actor keeps the pool: the photo and the member are from there.</param>
    public async Task<Teacher> ProposeAsync(ProposeTeacher input, Scope scope, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        var keeper = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        if (input.TeacherId is { } again)
            return await ProposeAgainAsync(again, input, keeper, scope, by, cancellationToken);
        var key = IdempotencyKey.Of(by, Proposing, input.IdempotencyKey);
        var teacher = TeacherRules.Propose(key?.Id ?? Ids.New(_time), input, keeper, null, Act(by));
        await CheckAsync(teacher, null, scope, cancellationToken);
        if (key is { } taking)
            await _keys.TakeAsync(taking, JsonSerializer.Serialize(input), cancellationToken);
        return await _store.AddAsync(TeacherDocument.Of(teacher), cancellationToken) ? teacher : await _pool.RequireAsync(teacher.Id, cancellationToken);
    }

    public Task<Teacher> ReviewAsync(ReviewTeacher input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.TeacherId, by, (teacher, act) => TeacherRules.Review(teacher, input, act), cancellationToken);

    public Task<Teacher> SuspendAsync(string teacherId, string? reason, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(teacherId, by, (teacher, act) => TeacherRules.Suspend(teacher, reason, act), cancellationToken);

    public Task<Teacher> ResumeAsync(string teacherId, string? reason, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(teacherId, by, (teacher, act) => TeacherRules.Resume(teacher, reason, act), cancellationToken);

    public Task<Teacher> ExitAsync(string teacherId, string? reason, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(teacherId, by, (teacher, act) => TeacherRules.Exit(teacher, reason, act), cancellationToken);

    public Task<Teacher> RenewAsync(RenewTeacher input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.TeacherId, by, (teacher, act) => TeacherRules.Renew(teacher, input, act), cancellationToken);

    /// <param name="scope">Where the actor keeps the pool: a new photo or member is from there.</param>
    public async Task<Teacher> EditAsync(EditTeacher input, Scope scope, Actor by, CancellationToken cancellationToken)
    {
        var before = await _pool.RequireAsync(input.TeacherId, cancellationToken);
        var edited = TeacherRules.Edit(before, input, Act(by));
        await CheckAsync(edited, before, scope, cancellationToken);
        if (!ReferenceEquals(edited, before))
        {
            if (!await _store.ReplaceAsync(edited, cancellationToken))
                throw new ContentError(ContentErrorCode.Conflict);
            edited = edited with { Version = edited.Version + 1 };
        }
        if (input.Name is not null)
            await _library.TeacherNamedAsync(edited, cancellationToken);
        return edited;
    }

    /// <summary>
    /// Merges an entry into another that is the same teacher. What it is booked for goes along; then the one that stays learns of the other first; then the
    /// other becomes a name of it. Asked again, it goes on where it stopped.
    /// </summary>
    public async Task<Teacher> MergeAsync(MergeTeachers input, Actor by, CancellationToken cancellationToken)
    {
        var kept = await _pool.RequireAsync(input.KeepId, cancellationToken);
        if (input.MergeId == input.KeepId || input.MergeId == kept.Id)
            throw ContentError.Invalid("mergeId", InputFault.Duplicate);
        var mergeId = (await _pool.RequireAsync(input.MergeId, cancellationToken)).Id;
        // First, because it is refused where both are booked at the same time.
        if (mergeId != kept.Id)
            await _schedules.MergeAsync(kept.Id, mergeId, cancellationToken);
        for (var tries = 0; tries < Tries && mergeId != kept.Id; tries++)
        {
            var merged = (await _pool.EntriesAsync([mergeId], cancellationToken))[mergeId];
            if (merged.MergedInto == kept.Id)
                break;
            kept = await ChangeAsync(kept.Id, by, (teacher, act) => TeacherRules.Keep(teacher, merged, input.Reason, act), cancellationToken);
            if (await _store.ReplaceAsync(TeacherRules.Dissolve(merged, kept, input.Reason, Act(by)), cancellationToken))
                break;
            if (tries == Tries - 1)
                throw new ContentError(ContentErrorCode.Conflict);
        }
        await _library.TeacherNamedAsync(kept, cancellationToken);
        return kept;
    }

    /// <summary>Offers a teacher to another organisation.</summary>
    public async Task<AgreedTeacher> OfferAsync(OfferTeacher input, Actor by, CancellationToken cancellationToken)
    {
        var other = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        var teacher = await ChangeAsync(input.TeacherId, by, (teacher, act) => TeacherRules.Offer(teacher, input, other, act), cancellationToken);
        return new(teacher, teacher.Agreements[^1]);
    }

    public async Task<AgreedTeacher> AnswerAsync(AnswerOffer input, Actor by, CancellationToken cancellationToken)
    {
        var teacher = await ChangeAsync(TeacherOf(input.AgreementId), by, (teacher, act) => TeacherRules.Answer(teacher, input, act), cancellationToken);
        return new(teacher, TeacherRules.AgreementOf(teacher, input.AgreementId));
    }

    public async Task<AgreedTeacher> EndAsync(EndAgreement input, Actor by, CancellationToken cancellationToken)
    {
        var teacher = await ChangeAsync(TeacherOf(input.AgreementId), by, (teacher, act) => TeacherRules.End(teacher, input, act), cancellationToken);
        return new(teacher, TeacherRules.AgreementOf(teacher, input.AgreementId));
    }

    /// <summary>Finds agreements, each with its teacher; what does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<string, AgreedTeacher>> AgreementsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var teachers = await _pool.FindAsync([.. ids.Select(TeacherOf).Distinct()], cancellationToken);
        var found = new Dictionary<string, AgreedTeacher>();
        foreach (var id in ids)
        {
            if (teachers.GetValueOrDefault(TeacherOf(id)) is { } teacher && teacher.Agreements.FirstOrDefault(one => one.Id == id) is { } agreement)
                found[id] = new(teacher, agreement);
        }
        return found;
    }

    /// <summary>Which teacher an agreement is about, as its id says; that one may have been merged into another since.</summary>
    private static string TeacherOf(string agreementId) => agreementId[..Math.Max(0, agreementId.LastIndexOf('/'))];

    private async Task<Teacher> ProposeAgainAsync(
        string teacherId,
        ProposeTeacher input,
        Organisation keeper,
        Scope scope,
        Actor by,
        CancellationToken cancellationToken
    )
    {
        var before = await _pool.RequireAsync(teacherId, cancellationToken);
        var key = IdempotencyKey.Of(by, Proposing, input.IdempotencyKey);
        var digest = JsonSerializer.Serialize(input);
        if (key is { } taking)
        {
            await _keys.TakeAsync(taking, digest, cancellationToken);
            // The same recommendation, made before.
            if (before is { Status: TeacherStatus.Proposed, History: [.., { Act: TeacherAct.Proposed } last] } && last.By == by.Subject)
                return before;
        }
        try
        {
            var proposed = TeacherRules.Propose(before.Id, input, keeper, before, Act(by));
            await CheckAsync(proposed, null, scope, cancellationToken);
            if (!await _store.ReplaceAsync(proposed, cancellationToken))
                throw new ContentError(ContentErrorCode.Conflict);
            await _library.TeacherNamedAsync(proposed, cancellationToken);
            return proposed with { Version = proposed.Version + 1 };
        }
        catch (ContentError) when (key is not null)
        {
            await _keys.GiveBackAsync(key.Value, cancellationToken);
            throw;
        }
    }

    /// <summary>Checks what the profile names, as far as it was not named before: a picture and a member within the scope.</summary>
    private async Task CheckAsync(Teacher teacher, Teacher? before, Scope scope, CancellationToken cancellationToken)
    {
        if (teacher.PhotoId is { } photo && photo != before?.PhotoId)
        {
            var asset = (await _media.FindAsync([photo], cancellationToken)).GetValueOrDefault(photo);
            if (asset is null || !scope.Covers(asset.KeptBy))
                throw ContentError.Invalid("photoAssetId", InputFault.Unknown);
            if (!asset.ContentType.StartsWith("image/", StringComparison.Ordinal))
                throw ContentError.Invalid("photoAssetId", InputFault.NotAllowed);
        }
        if (teacher.MemberId is { } memberId && memberId != before?.MemberId)
        {
            var member = (await _members.FindAsync([memberId], cancellationToken)).GetValueOrDefault(memberId);
            if (member is null || !member.IsWithin(scope, SchoolTime.Today(_time)))
                throw ContentError.Invalid("memberId", InputFault.Unknown);
        }
    }

    private PoolAct Act(Actor by) => new(by, SchoolTime.Now(_time));

    /// <summary>One guarded write; when somebody else was first, the act is decided again on what they left.</summary>
    private async Task<Teacher> ChangeAsync(string id, Actor by, Func<Teacher, PoolAct, Teacher> change, CancellationToken cancellationToken)
    {
        var act = Act(by);
        for (var tries = 0; tries < Tries; tries++)
        {
            var teacher = await _pool.RequireAsync(id, cancellationToken);
            var changed = change(teacher, act);
            if (ReferenceEquals(changed, teacher))
                return teacher;
            if (await _store.ReplaceAsync(changed, cancellationToken))
                return changed with { Version = changed.Version + 1 };
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }
}
