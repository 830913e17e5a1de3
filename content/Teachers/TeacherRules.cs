namespace ELearning.Content;

/// <summary>Who does something in the pool, and when.</summary>
internal sealed record PoolAct(Actor Actor, DateTimeOffset At)
{
    public DateOnly Today => SchoolTime.DayOf(At);

    public TeacherStatusChange Line(TeacherAct act, TeacherStatus status, string? reason, DatePeriod? term = null) =>
        new(status, Today, reason)
        {
            Act = act,
            At = At,
            By = Actor.Subject,
            ByMemberId = Actor.MemberId,
            Term = term,
        };
}

/// <summary>
/// The rules of the teacher pool: who is recommended is reviewed by another person, and from then on active, suspended and active again until they leave; what
/// is offered to another organisation holds once that one accepts. Pure; each act is one line of the teacher's history.
/// </summary>
internal static class TeacherRules
{
    /// <summary>A teacher is engaged by a few organisations at a time, for years.</summary>
    public const int MostAgreements = 500;

    private const int LongestTitle = 100;
    private const int LongestBiography = 2_000;
    private const int LongestPhone = 30;
    private const int LongestMail = 200;
    private const int LongestReason = 500;

    /// <summary>A teacher as somebody recommends them.</summary>
    /// <param name="earlier">The entry of a teacher who left or was declined and is recommended again: the past stays. Null for who is new.</param>
    public static Teacher Propose(string id, ProposeTeacher input, Organisation keeper, Teacher? earlier, PoolAct act)
    {
        if (earlier is not null)
        {
            Require(earlier, act, TeacherStatus.Exited, TeacherStatus.Declined);
            if (earlier.OrganisationId != keeper.Id)
                throw ContentError.Invalid("organisationId", InputFault.NotAllowed);
        }
        InputChecks.NotBefore("term.from", input.Term.From, InputChecks.Earliest);
        if (input.Term.To < input.Term.From)
            throw ContentError.Invalid("term.to", InputFault.Reversed);
        if (input.Term.To is { } last)
            InputChecks.NotBefore("term.to", last, act.Today);
        if (!keeper.Existence.Contains(act.Today))
            throw new ContentError(ContentErrorCode.OrganisationClosed, keeper.Id);
        var proposed = new Teacher
        {
            Id = id,
            Name = RegisterRules.Name(input.Name),
            Title = InputChecks.Text("title", input.Title, LongestTitle),
            Sources = Sources(input.Sources),
            Engagement = Known("engagement", input.Engagement),
            Subjects = Subjects(input.Subjects),
            Biography = Biography(input.Biography),
            PhotoId = input.PhotoId,
            Contact = Contact(input.Contact),
            MemberId = input.MemberId,
            OrganisationId = keeper.Id,
            Lineage = keeper.Lineage,
            Term = input.Term,
            Status = TeacherStatus.Proposed,
            History = (earlier?.History ?? []).With(act.Line(TeacherAct.Proposed, TeacherStatus.Proposed, Remark(input.Reason), input.Term)),
        };
        return earlier is null
            ? proposed
            : proposed with
            {
                // An organisation that engaged the teacher before is asked anew.
                Agreements = earlier.Agreements,
                Merged = earlier.Merged,
                Version = earlier.Version,
            };
    }

    /// <summary>The teacher as decided: by nobody who recommended them or changed the recommendation, and not by themself.</summary>
    public static Teacher Review(Teacher teacher, ReviewTeacher input, PoolAct act)
    {
        InputChecks.Known("decision", input.Decision);
        Require(teacher, act, TeacherStatus.Proposed);
        if (TookPart(teacher, act.Actor) || IsSelf(teacher, act.Actor))
            throw new ContentError(ContentErrorCode.TeacherReviewNotIndependent);
        if (input.Decision == TeacherDecision.Approve && teacher.Term.To < act.Today)
            throw new ContentError(ContentErrorCode.TeacherTermOver, teacher.Term.To);
        return input.Decision == TeacherDecision.Approve
            ? Move(teacher, TeacherAct.Approved, TeacherStatus.Active, Remark(input.Reason), act)
            : Move(teacher, TeacherAct.Declined, TeacherStatus.Declined, RegisterRules.Reason(input.Reason), act);
    }

    public static Teacher Suspend(Teacher teacher, string? reason, PoolAct act)
    {
        Require(teacher, act, TeacherStatus.Active);
        return Move(teacher, TeacherAct.Suspended, TeacherStatus.Suspended, RegisterRules.Reason(reason), act);
    }

    public static Teacher Resume(Teacher teacher, string? reason, PoolAct act)
    {
        Require(teacher, act, TeacherStatus.Suspended);
        return Move(teacher, TeacherAct.Resumed, TeacherStatus.Active, Remark(reason), act);
    }

    /// <summary>The teacher out of the pool from today; with it ends what was agreed with other organisations.</summary>
    public static Teacher Exit(Teacher teacher, string? reason, PoolAct act)
    {
        Require(teacher, act, TeacherStatus.Active, TeacherStatus.Suspended);
        var why = RegisterRules.Reason(reason);
        return Move(teacher, TeacherAct.Exited, TeacherStatus.Exited, why, act) with
        {
            SharedWith = [],
            Agreements = [.. teacher.Agreements.Select(agreement => Left(agreement, why, act))],
        };
    }

    /// <summary>The teacher engaged for longer; one whose term has ended begins another one today, and is in the pool again.</summary>
    public static Teacher Renew(Teacher teacher, RenewTeacher input, PoolAct act)
    {
        if (teacher.Status is not (TeacherStatus.Active or TeacherStatus.Suspended))
            throw new ContentError(ContentErrorCode.TeacherStateNotAllowed, teacher.StatusOn(act.Today));
        if (teacher.Term.To is not { } last)
            throw ContentError.Invalid("to", InputFault.NotAllowed);
        InputChecks.NotBefore("to", input.To, last < act.Today ? act.Today : last.AddDays(1));
        var term = new DatePeriod(last < act.Today ? act.Today : teacher.Term.From, input.To);
        return teacher with { Term = term, History = teacher.History.With(act.Line(TeacherAct.Renewed, teacher.Status, Remark(input.Reason), term)) };
    }

    /// <summary>The teacher with another profile; the very same profile again changes nothing.</summary>
    public static Teacher Edit(Teacher teacher, EditTeacher input, PoolAct act)
    {
        if (teacher.Version != input.ExpectedVersion)
            throw new ContentError(ContentErrorCode.Conflict);
        var edited = teacher with
        {
            Name = input.Name is null ? teacher.Name : RegisterRules.Name(input.Name),
            Title = input.Title is null ? teacher.Title : InputChecks.Text("title", input.Title, LongestTitle),
            Sources = input.Sources is null ? teacher.Sources : Sources(input.Sources),
            Engagement = input.Engagement is { } engagement ? Known("engagement", engagement) : teacher.Engagement,
            Subjects = input.Subjects is null ? teacher.Subjects : Subjects(input.Subjects),
            Biography = input.Biography is null ? teacher.Biography : Biography(input.Biography),
            PhotoId = input.RemovePhoto ? null : input.PhotoId ?? teacher.PhotoId,
            Contact = input.Contact is null ? teacher.Contact : Contact(input.Contact),
            MemberId = input.RemoveMember ? null : input.MemberId ?? teacher.MemberId,
        };
        return SaysTheSame(teacher, edited)
            ? teacher
            : edited with
            {
                History = teacher.History.With(act.Line(TeacherAct.Edited, teacher.Status, Remark(input.Reason))),
            };
    }

    /// <summary>
    /// The entry that stays, with all that the other one had and it had not: the past of both, what was agreed with either, and the names it goes by. Where it
    /// has that already it stays as it is.
    /// </summary>
    public static Teacher Keep(Teacher kept, Teacher merged, string? reason, PoolAct act)
    {
        var why = RegisterRules.Reason(reason);
        // Somebody else merged it away in between.
        if (kept.MergedInto is not null)
            throw new ContentError(ContentErrorCode.Conflict);
        var further = merged.Agreements.Where(agreement => kept.Agreements.All(known => known.Id != agreement.Id)).ToList();
        if (kept.Agreements.Count + further.Count > MostAgreements)
            throw new ContentError(ContentErrorCode.HistoryFull, MostAgreements);
        if (kept.Merged.Contains(merged.Id))
            return further.Count == 0 ? kept : kept with { Agreements = [.. kept.Agreements, .. further] };
        IReadOnlyList<TeacherStatusChange> past = [.. kept.History.Concat(merged.History).OrderBy(line => line.On)];
        return kept with
        {
            Sources = [.. kept.Sources.Union(merged.Sources)],
            Subjects = [.. kept.Subjects.Union(merged.Subjects)],
            Biography = kept.Biography ?? merged.Biography,
            PhotoId = kept.PhotoId ?? merged.PhotoId,
            Contact = kept.Contact ?? merged.Contact,
            MemberId = kept.MemberId ?? merged.MemberId,
            SharedWith = [.. kept.SharedWith.Union(merged.SharedWith).Where(organisation => organisation != kept.OrganisationId)],
            Agreements = [.. kept.Agreements, .. further],
            Merged = [.. kept.Merged.Append(merged.Id).Concat(merged.Merged).Distinct().Where(id => id != kept.Id)],
            History = past.With(act.Line(TeacherAct.Merged, kept.Status, why)),
        };
    }

    /// <summary>The entry that turned out to be another one: from now on only a name of that.</summary>
    public static Teacher Dissolve(Teacher merged, Teacher kept, string? reason, PoolAct act)
    {
        if (merged.MergedInto == kept.Id)
            return merged;
        // Two that are merged into each other at the same moment would both be gone: the one with the lesser id stays.
        if (merged.MergedInto is not null || (merged.Merged.Contains(kept.Id) && string.CompareOrdinal(kept.Id, merged.Id) > 0))
            throw new ContentError(ContentErrorCode.Conflict);
        return merged with
        {
            Status = TeacherStatus.Exited,
            MergedInto = kept.Id,
            Merged = [],
            Agreements = [],
            SharedWith = [],
            History = merged.History.With(act.Line(TeacherAct.Merged, TeacherStatus.Exited, RegisterRules.Reason(reason))),
        };
    }

    /// <summary>The teacher offered to another organisation; while an offer or agreement with that one runs there is no second.</summary>
    public static Teacher Offer(Teacher teacher, OfferTeacher input, Organisation other, PoolAct act)
    {
        Require(teacher, act, TeacherStatus.Active);
        if (other.Id == teacher.OrganisationId)
            throw ContentError.Invalid("organisationId", InputFault.NotAllowed);
        InputChecks.NotBefore("from", input.From, act.Today);
        var period = new DatePeriod(input.From, input.To);
        if (period.To < period.From)
            throw ContentError.Invalid("to", InputFault.Reversed);
        if (!other.Existence.Contains(input.From))
            throw new ContentError(ContentErrorCode.OrganisationClosed, other.Id);
        if (
            teacher.Agreements.Any(agreement =>
                agreement.OrganisationId == other.Id
                && agreement.Status is AgreementStatus.Offered or AgreementStatus.Accepted
                && agreement.Period.Overlaps(period)
            )
        )
            throw new ContentError(ContentErrorCode.AgreementExists, other.Name);
        if (teacher.Agreements.Count >= MostAgreements)
            throw new ContentError(ContentErrorCode.HistoryFull, MostAgreements);
        var id = $"{teacher.Id}/{teacher.Agreements.Count(agreement => agreement.Id.StartsWith($"{teacher.Id}/", StringComparison.Ordinal))}";
        return teacher with
        {
            Agreements =
            [
                .. teacher.Agreements,
                new(id, other.Id, other.Lineage, period, input.ShowsContact, AgreementStatus.Offered, act.Actor.Subject, act.At),
            ],
        };
    }

    public static Teacher Answer(Teacher teacher, AnswerOffer input, PoolAct act)
    {
        InputChecks.Known("decision", input.Decision);
        var offered = AgreementOf(teacher, input.AgreementId);
        if (offered.Status != AgreementStatus.Offered || offered.Period.To < act.Today)
            throw new ContentError(ContentErrorCode.EntryOver);
        if (input.Decision == AgreementDecision.Accept)
            Require(teacher, act, TeacherStatus.Active);
        return Set(
            teacher,
            offered with
            {
                Status = input.Decision == AgreementDecision.Accept ? AgreementStatus.Accepted : AgreementStatus.Declined,
                AnsweredBy = act.Actor.Subject,
                AnsweredAt = act.At,
            }
        );
    }

    /// <summary>The agreement ended after a day; an offer that was not answered is taken back.</summary>
    public static Teacher End(Teacher teacher, EndAgreement input, PoolAct act)
    {
        var why = RegisterRules.Reason(input.Reason);
        var agreement = AgreementOf(teacher, input.AgreementId);
        if (agreement.Status == AgreementStatus.Offered)
            return Set(teacher, Left(agreement, why, act));
        if (agreement.Status != AgreementStatus.Accepted || agreement.Period.To <= input.On)
            throw new ContentError(ContentErrorCode.EntryOver);
        InputChecks.NotBefore("on", input.On, agreement.Period.From);
        return Set(
            teacher,
            agreement with
            {
                Period = agreement.Period with { To = input.On },
                EndedBy = act.Actor.Subject,
                EndedAt = act.At,
                EndReason = why,
            }
        );
    }

    /// <exception cref="ContentError">There is none of this id.</exception>
    public static TeacherAgreement AgreementOf(Teacher teacher, string agreementId) =>
        teacher.Agreements.FirstOrDefault(agreement => agreement.Id == agreementId) ?? throw ContentError.NotFound(nameof(TeacherAgreement));

    private static Teacher Move(Teacher teacher, TeacherAct act, TeacherStatus status, string? reason, PoolAct by) =>
        teacher with
        {
            Status = status,
            History = teacher.History.With(by.Line(act, status, reason)),
        };

    private static void Require(Teacher teacher, PoolAct act, params ReadOnlySpan<TeacherStatus> allowed)
    {
        if (!allowed.Contains(teacher.StatusOn(act.Today)))
            throw new ContentError(ContentErrorCode.TeacherStateNotAllowed, teacher.StatusOn(act.Today));
    }

    /// <summary>Whether somebody made the recommendation as it stands, or some of it.</summary>
    private static bool TookPart(Teacher teacher, Actor actor) =>
        teacher
            .History.Reverse()
            .TakeWhile(line => line.Status == TeacherStatus.Proposed)
            .Any(line => line.By == actor.Subject || (actor.MemberId is { } self && line.ByMemberId == self));

    private static bool IsSelf(Teacher teacher, Actor actor) => actor.MemberId is { } self && teacher.MemberId == self;

    private static TeacherAgreement Left(TeacherAgreement agreement, string reason, PoolAct act)
    {
        var isOffer = agreement.Status == AgreementStatus.Offered;
        if (!isOffer && (agreement.Status != AgreementStatus.Accepted || agreement.Period.To <= act.Today))
            return agreement;
        return agreement with
        {
            // One that was to begin later never holds.
            Status = isOffer || agreement.Period.From > act.Today ? AgreementStatus.Withdrawn : AgreementStatus.Accepted,
            Period = isOffer || agreement.Period.From > act.Today ? agreement.Period : agreement.Period with { To = act.Today },
            EndedBy = act.Actor.Subject,
            EndedAt = act.At,
            EndReason = reason,
        };
    }

    private static Teacher Set(Teacher teacher, TeacherAgreement agreement) =>
        teacher with
        {
            Agreements = [.. teacher.Agreements.Select(one => one.Id == agreement.Id ? agreement : one)],
        };

    private static bool SaysTheSame(Teacher one, Teacher other) =>
        (one.Name, one.Title, one.Engagement, one.Biography, one.PhotoId, one.Contact, one.MemberId)
            == (other.Name, other.Title, other.Engagement, other.Biography, other.PhotoId, other.Contact, other.MemberId)
        && one.Sources.SequenceEqual(other.Sources)
        && one.Subjects.SequenceEqual(other.Subjects);

    private static string? Remark(string? reason) => InputChecks.OptionalText("reason", reason, LongestReason);

    private static string? Biography(string? text) => InputChecks.OptionalText("biography", text, LongestBiography);

    private static TEnum Known<TEnum>(string field, TEnum value)
        where TEnum : struct, Enum
    {
        InputChecks.Known(field, value);
        return value;
    }

    private static IReadOnlyList<TeacherSource> Sources(IReadOnlyList<TeacherSource> sources) =>
        sources.Count == 0 ? throw ContentError.Invalid("sources", InputFault.Required) : [.. sources.Select(source => Known("sources", source)).Distinct()];

    private static IReadOnlyList<Subject> Subjects(IReadOnlyList<Subject> subjects) => [.. subjects.Select(subject => Known("subjects", subject)).Distinct()];

    private static TeacherContact? Contact(TeacherContact? contact)
    {
        var phone = InputChecks.OptionalText("contact.phone", contact?.Phone, LongestPhone)?.Normalize(System.Text.NormalizationForm.FormKC);
        if (phone is not null && !phone.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or ' ' or '(' or ')'))
            throw ContentError.Invalid("contact.phone", InputFault.Malformed);
        var mail = InputChecks.OptionalText("contact.mail", contact?.Mail, LongestMail);
        if (mail is not null && (mail.Contains(' ', StringComparison.Ordinal) || mail.IndexOf('@', StringComparison.Ordinal) is <= 0 || mail[^1] == '@'))
            throw ContentError.Invalid("contact.mail", InputFault.Malformed);
        return phone is null && mail is null ? null : new(phone, mail);
    }
}
