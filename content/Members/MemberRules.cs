namespace ELearning.Content;

/// <summary>The rules of members, positions, memberships and categories; pure.</summary>
internal static class MemberRules
{
    /// <summary>Replacements are rare and each has its reason: whoever needs more of one member's sign-in has another problem.</summary>
    public const int MostLinks = 100;

    /// <summary>Posts that may be held where the holder is no member: people are sent to them.</summary>
    private static readonly MemberPosition[] Sent = [MemberPosition.VillageOfficial, MemberPosition.PartyBuildingInstructor, MemberPosition.FirstSecretary];

    public static string IdOf(string number) => Ids.From("member", number);

    /// <summary>The number as it is kept: <see cref="RegisterRules.Key"/>, 4 to 32 letters, digits or hyphens.</summary>
    public static string Number(string? number)
    {
        var key = RegisterRules.Key(number);
        if (key.Length == 0)
            throw ContentError.Invalid("number", InputFault.Required);
        if (key.Length is < 4 or > 32)
            throw ContentError.Invalid("number", key.Length < 4 ? InputFault.TooShort : InputFault.TooLong, key.Length < 4 ? 4 : 32);
        if (!key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw ContentError.Invalid("number", InputFault.Malformed);
        return key;
    }

    public static void CheckAdmission(DateOnly admittedOn, DateOnly today)
    {
        InputChecks.NotBefore("admittedOn", admittedOn, InputChecks.Earliest);
        InputChecks.NotAfter("admittedOn", admittedOn, today);
    }

    /// <summary>Checks the input of a registration and gives it back as it is kept.</summary>
    public static RegisterMember Checked(RegisterMember input, DateOnly today)
    {
        var number = Number(input.Number);
        var name = RegisterRules.Name(input.Name);
        InputChecks.Known("category", input.Category);
        CheckAdmission(input.AdmittedOn, today);
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        return input with { Number = number, Name = name };
    }

    public static Member Make(RegisterMember input, Organisation organisation, DateOnly today)
    {
        var since = new DatePeriod(input.AdmittedOn, null);
        return Found(
            new()
            {
                Id = IdOf(input.Number),
                Number = input.Number,
                Name = input.Name,
                AdmittedOn = input.AdmittedOn,
                Memberships = [new(organisation.Id, MembershipKind.Home, since, organisation.Lineage)],
                Categories = [new(input.Category, Main: true, since)],
                RegisteredOn = today,
            }
        );
    }

    /// <summary>The member with what the name and the number are found by.</summary>
    public static Member Found(Member member) => member with { Terms = SearchTerms.Of(member.Name, member.Number) };

    /// <summary>The member with another name, number or day of admission; one line of history for each that differs.</summary>
    public static Member Edit(Member member, EditMember input, Entering entering)
    {
        var changes = new List<RegisterChange>();
        if (input.Name is { } name && name != member.Name)
            changes.Add(entering.Change(RegisterAct.NameCorrected, null, member.Name, name, input.Reason));
        if (input.Number is { } number && number != member.Number)
            changes.Add(entering.Change(RegisterAct.NumberCorrected, null, member.Number, number, input.Reason));
        if (input.AdmittedOn is { } admitted && admitted != member.AdmittedOn)
            changes.Add(entering.Change(RegisterAct.AdmissionCorrected, admitted, Day(member.AdmittedOn), Day(admitted), input.Reason));
        return changes.Count == 0
            ? member
            : Found(
                member with
                {
                    Name = input.Name ?? member.Name,
                    Number = input.Number ?? member.Number,
                    AdmittedOn = input.AdmittedOn ?? member.AdmittedOn,
                    History = member.History.With(changes),
                }
            );
    }

    /// <summary>The member with the position; the very same one again changes nothing, an overlapping one is refused.</summary>
    public static Member Assign(Member member, HeldPosition added, Organisation at, string? reason, Entering entering)
    {
        if (member.Positions.Contains(added))
            return member;
        InputChecks.NotBefore("from", added.Period.From, member.AdmittedOn);
        RequireExisting(at, added.Period);
        RequirePresent(member, added.Period.From);
        if (!Sent.Contains(added.Position) && !member.Memberships.On(added.Period.From).Any(held => held.Lineage.Contains(at.Id)))
            throw new ContentError(ContentErrorCode.MembershipRequired);
        if (
            member
                .Positions.Valid()
                .Any(held => held.Position == added.Position && held.OrganisationId == added.OrganisationId && held.Period.Overlaps(added.Period))
        )
            throw new ContentError(ContentErrorCode.PositionOverlaps);
        return member with
        {
            Positions = [.. member.Positions, added],
            History = member.History.With(entering.Change(RegisterAct.PositionAssigned, added.Period.From, null, $"{Word(added.Position)} {at.Id}", reason)),
        };
    }

    /// <summary>
    /// The member with the sign-in. Whoever signs in with it is the member from then on, so nobody links their own, and one that is linked already is replaced
    /// only by who may, with a reason. The very same one again changes nothing.
    /// </summary>
    /// <param name="mayReplace">Whether <paramref name="by"/> may hand over a member who has a sign-in already.</param>
    public static Member Link(Member member, LinkIdentity input, Actor by, bool mayReplace, DateTimeOffset now)
    {
        if (input.Identity == by.Subject || member.Id == by.MemberId)
            throw new ContentError(ContentErrorCode.LinkNotIndependent);
        if (input.Identity == member.Identity)
            return member;
        if (member.Identity is not null && !mayReplace)
            throw new ContentError(ContentErrorCode.IdentityLinked);
        if (member.Identity is not null && input.Reason is null)
            throw ContentError.Invalid("reason", InputFault.Required);
        if (member.IdentityLinks.Count >= MostLinks)
            throw ContentError.Invalid("memberId", InputFault.TooMany, MostLinks);
        var link = new IdentityLink(now, by.Subject, member.Identity is null ? null : input.Reason);
        return member with { Identity = input.Identity, IdentityLinks = [.. member.IdentityLinks, link] };
    }

    /// <summary>
    /// A new home ends the running one the day before: a transfer, which also ends the posts there that only a member may hold. Receiving organisations stand
    /// beside it.
    /// </summary>
    public static Member Join(Member member, Membership added, Organisation at, string? reason, Entering entering)
    {
        if (member.Memberships.Any(held => held with { Lineage = added.Lineage } == added))
            return member;
        InputChecks.NotBefore("from", added.Period.From, member.AdmittedOn);
        RequireExisting(at, added.Period);
        RequirePresent(member, added.Period.From);
        var home = added.Kind == MembershipKind.Home;
        var left = home ? member.Memberships.Valid().SingleOrDefault(held => held.Kind == MembershipKind.Home && Runs(held.Period, added.Period)) : null;
        var others = left is null
            ? member.Memberships
            : [.. member.Memberships.Select(held => held == left ? held with { Period = EndedBefore(held.Period, added.Period) } : held)];
        if (others.Valid().Any(held => held.Kind == added.Kind && (home || held.OrganisationId == added.OrganisationId) && held.Period.Overlaps(added.Period)))
            throw ContentError.Invalid("from", InputFault.Duplicate);
        var joined = member with
        {
            Memberships = [.. others, added],
            History = member.History.With(
                entering.Change(home ? RegisterAct.Transferred : RegisterAct.Received, added.Period.From, left?.OrganisationId, added.OrganisationId, reason)
            ),
        };
        return left is null ? joined : WithoutPosts(joined, added.Period, reason, entering);
    }

    /// <summary>The member of a closed organisation's successor: what ran there ends the day before and runs on at the successor.</summary>
    public static Member Follow(Member member, string closedId, Organisation successor, DateOnly from, string reason, Entering entering)
    {
        var memberships = new List<Membership>();
        var changes = new List<RegisterChange>();
        foreach (var held in member.Memberships)
        {
            if (held.OrganisationId != closedId || held.Voided is not null || held.Period.To < from)
                memberships.Add(held);
            else if (held.Period.From >= from)
                memberships.Add(held with { Voided = entering.Void(reason) });
            else
                memberships.Add(held with { Period = held.Period with { To = from.AddDays(-1) } });
        }
        foreach (var (held, ended) in member.Memberships.Zip(memberships).Where(pair => !ReferenceEquals(pair.First, pair.Second)))
        {
            var next = new Membership(successor.Id, held.Kind, new(held.Period.From > from ? held.Period.From : from, held.Period.To), successor.Lineage);
            changes.Add(
                entering.Change(
                    held.Kind == MembershipKind.Home ? RegisterAct.Transferred : RegisterAct.Received,
                    next.Period.From,
                    closedId,
                    successor.Id,
                    reason
                )
            );
            if (!memberships.Valid().Any(other => other.Kind == next.Kind && other.OrganisationId == next.OrganisationId && other.Period.Overlaps(next.Period)))
                memberships.Add(next);
        }
        return changes.Count == 0
            ? member
            : WithoutPosts(member with { Memberships = memberships, History = member.History.With(changes) }, new(from, null), reason, entering);
    }

    /// <summary>A new main category ends the running main one the day before; others stand beside it.</summary>
    public static Member Hold(Member member, HeldCategory added, string? reason, Entering entering)
    {
        if (member.Categories.Contains(added))
            return member;
        RequirePresent(member, added.Period.From);
        IReadOnlyList<HeldCategory> others = added.Main
            ?
            [
                .. member.Categories.Select(held =>
                    held is { Main: true, Voided: null } && Runs(held.Period, added.Period)
                        ? held with
                        {
                            Period = EndedBefore(held.Period, added.Period),
                        }
                        : held
                ),
            ]
            : member.Categories;
        if (others.Valid().Any(held => ((held.Main && added.Main) || held.Category == added.Category) && held.Period.Overlaps(added.Period)))
            throw ContentError.Invalid("from", InputFault.Duplicate);
        return member with
        {
            Categories = [.. others, added],
            History = member.History.With(entering.Change(RegisterAct.CategoryAdded, added.Period.From, null, Word(added.Category), reason)),
        };
    }

    public static Member Record(Member member, HeldBackground added, Entering entering)
    {
        if (member.Backgrounds.Contains(added))
            return member;
        if (member.Backgrounds.Valid().Any(held => held.Background == added.Background && held.Period.Overlaps(added.Period)))
            throw ContentError.Invalid("from", InputFault.Duplicate);
        return member with
        {
            Backgrounds = [.. member.Backgrounds, added],
            History = member.History.With(entering.Change(RegisterAct.BackgroundRecorded, added.Period.From, null, Word(added.Background))),
        };
    }

    public static Member Record(Member member, RecordedSkill added, Entering entering)
    {
        if (member.Skills.Contains(added))
            return member;
        InputChecks.NotBefore("recordedOn", added.RecordedOn, member.AdmittedOn);
        InputChecks.NotAfter("recordedOn", added.RecordedOn, entering.Today);
        if (member.Skills.Any(skill => skill.Voided is null && skill.Name == added.Name && skill.RecordedOn == added.RecordedOn))
            throw ContentError.Invalid("recordedOn", InputFault.Duplicate);
        return member with
        {
            Skills = [.. member.Skills, added],
            History = member.History.With(entering.Change(RegisterAct.SkillRecorded, added.RecordedOn, null, added.Name)),
        };
    }

    /// <summary>The member with a leave; the very same one again changes nothing.</summary>
    public static Member Record(Member member, Leave added, Entering entering)
    {
        if (member.Leaves.Contains(added))
            return member;
        InputChecks.NotBefore("from", added.Period.From, member.AdmittedOn);
        if (member.Leaves.Valid().Any(held => held.Period.Overlaps(added.Period)))
            throw ContentError.Invalid("from", InputFault.Duplicate);
        return member with
        {
            Leaves = [.. member.Leaves, added],
            History = member.History.With(
                entering.Change(RegisterAct.LeaveRecorded, added.Period.From, null, $"{Day(added.Period.From)}/{Day(added.Period.To!.Value)}", added.Reason)
            ),
        };
    }

    /// <summary>The member relieved of a figure; the very same again changes nothing. Nobody relieves themself.</summary>
    public static Member Waive(Member member, Waiver added, Actor by, Entering entering)
    {
        if (member.Waivers.Contains(added))
            return member;
        if (by.MemberId == member.Id || by.Subject == member.Identity || by.Subject == member.Number)
            throw new ContentError(ContentErrorCode.DecisionNotIndependent);
        if (member.Waivers.Any(waiver => waiver.Voided is null && waiver.RuleId == added.RuleId && waiver.Year == added.Year))
            throw ContentError.Invalid("ruleId", InputFault.Duplicate);
        return member with
        {
            Waivers = [.. member.Waivers, added],
            History = member.History.With(
                entering.Change(RegisterAct.FigureWaived, new(added.Year, 1, 1), null, $"{added.RuleId} {added.Year}", $"{added.Authority}: {added.Reason}")
            ),
        };
    }

    /// <summary>The member whose records begin earlier, since hours of earlier years were imported; never later.</summary>
    public static Member RecordFrom(Member member, DateOnly from, string reason, Entering entering)
    {
        var before = RecordRules.OwnOf(member);
        return before is null || before <= from
            ? member
            : member with
            {
                RecordsFrom = from,
                History = member.History.With(entering.Change(RegisterAct.RecordsMoved, from, Day(before.Value), Day(from), reason)),
            };
    }

    /// <summary>Ends one dated thing. The last home and the last main category end only with the member's leaving or with what takes their place.</summary>
    public static Member End(Member member, EndHeld input, Entering entering)
    {
        var (kind, place, on) = (input.Kind, input.Place, input.On);
        var reason = RegisterRules.ReasonFor(on, entering.Today, input.Reason);
        switch (kind)
        {
            case HeldKind.Membership:
                var membership = RegisterRules.At(member.Memberships, place, kind.ToString());
                if (membership.Kind == MembershipKind.Home)
                    throw new ContentError(ContentErrorCode.EntryNeeded);
                return member with
                {
                    Memberships = RegisterRules.Set(member.Memberships, place, membership with { Period = RegisterRules.Ended(membership, on) }),
                    History = Line(RegisterAct.MembershipEnded, membership.OrganisationId),
                };
            case HeldKind.Category:
                var category = RegisterRules.At(member.Categories, place, kind.ToString());
                if (category.Main)
                    throw new ContentError(ContentErrorCode.EntryNeeded);
                return member with
                {
                    Categories = RegisterRules.Set(member.Categories, place, category with { Period = RegisterRules.Ended(category, on) }),
                    History = Line(RegisterAct.CategoryEnded, Word(category.Category)),
                };
            case HeldKind.Position:
                var position = RegisterRules.At(member.Positions, place, kind.ToString());
                return member with
                {
                    Positions = RegisterRules.Set(member.Positions, place, position with { Period = RegisterRules.Ended(position, on) }),
                    History = Line(RegisterAct.PositionEnded, $"{Word(position.Position)} {position.OrganisationId}"),
                };
            case HeldKind.Background:
                var background = RegisterRules.At(member.Backgrounds, place, kind.ToString());
                return member with
                {
                    Backgrounds = RegisterRules.Set(member.Backgrounds, place, background with { Period = RegisterRules.Ended(background, on) }),
                    History = Line(RegisterAct.BackgroundEnded, Word(background.Background)),
                };
            default:
                throw ContentError.NotFound(kind.ToString());
        }

        IReadOnlyList<RegisterChange> Line(RegisterAct act, string what) => member.History.With(entering.Change(act, on, what, null, reason));
    }

    /// <summary>Takes one thing back as a mistake. What nobody can be without, a home and a main category, is not taken back alone.</summary>
    public static Member Void(Member member, VoidHeld input, Entering entering)
    {
        var (kind, place) = (input.Kind, input.Place);
        var reason = RegisterRules.Reason(input.Reason);
        switch (kind)
        {
            case HeldKind.Membership:
                var membership = Standing(member.Memberships);
                if (membership.Kind == MembershipKind.Home && member.Memberships.Valid().Count(held => held.Kind == MembershipKind.Home) == 1)
                    throw new ContentError(ContentErrorCode.EntryNeeded);
                return member with
                {
                    Memberships = Reopened(
                        RegisterRules.Set(member.Memberships, place, membership with { Voided = entering.Void(reason) }),
                        membership,
                        held => held.Kind == MembershipKind.Home && membership.Kind == MembershipKind.Home,
                        (held, period) => held with { Period = period }
                    ),
                    History = Line(RegisterAct.MembershipVoided, membership.Period.From, membership.OrganisationId),
                };
            case HeldKind.Category:
                var category = Standing(member.Categories);
                if (member.Categories.Valid().Count() == 1 || (category.Main && member.Categories.Valid().Count(held => held.Main) == 1))
                    throw new ContentError(ContentErrorCode.EntryNeeded);
                return member with
                {
                    Categories = Reopened(
                        RegisterRules.Set(member.Categories, place, category with { Voided = entering.Void(reason) }),
                        category,
                        held => held.Main && category.Main,
                        (held, period) => held with { Period = period }
                    ),
                    History = Line(RegisterAct.CategoryVoided, category.Period.From, Word(category.Category)),
                };
            case HeldKind.Position:
                var position = Standing(member.Positions);
                return member with
                {
                    Positions = RegisterRules.Set(member.Positions, place, position with { Voided = entering.Void(reason) }),
                    History = Line(RegisterAct.PositionVoided, position.Period.From, $"{Word(position.Position)} {position.OrganisationId}"),
                };
            case HeldKind.Background:
                var background = Standing(member.Backgrounds);
                return member with
                {
                    Backgrounds = RegisterRules.Set(member.Backgrounds, place, background with { Voided = entering.Void(reason) }),
                    History = Line(RegisterAct.BackgroundVoided, background.Period.From, Word(background.Background)),
                };
            case HeldKind.Skill:
                var skill = RegisterRules.At(member.Skills, place, kind.ToString());
                if (skill.Voided is not null)
                    throw new ContentError(ContentErrorCode.EntryOver);
                return member with
                {
                    Skills = RegisterRules.Set(member.Skills, place, skill with { Voided = entering.Void(reason) }),
                    History = Line(RegisterAct.SkillVoided, skill.RecordedOn, skill.Name),
                };
            case HeldKind.Leave:
                var leave = Standing(member.Leaves);
                return member with
                {
                    Leaves = RegisterRules.Set(member.Leaves, place, leave with { Voided = entering.Void(reason) }),
                    History = Line(RegisterAct.LeaveVoided, leave.Period.From, Day(leave.Period.From)),
                };
            case HeldKind.Waiver:
                var waiver = RegisterRules.At(member.Waivers, place, kind.ToString());
                if (waiver.Voided is not null)
                    throw new ContentError(ContentErrorCode.EntryOver);
                return member with
                {
                    Waivers = RegisterRules.Set(member.Waivers, place, waiver with { Voided = entering.Void(reason) }),
                    History = Line(RegisterAct.WaiverVoided, new(waiver.Year, 1, 1), $"{waiver.RuleId} {waiver.Year}"),
                };
            default:
                throw ContentError.NotFound(kind.ToString());
        }

        T Standing<T>(IReadOnlyList<T> list)
            where T : IHeld
        {
            var held = RegisterRules.At(list, place, kind.ToString());
            return held.Voided is null ? held : throw new ContentError(ContentErrorCode.EntryOver);
        }

        IReadOnlyList<RegisterChange> Line(RegisterAct act, DateOnly from, string what) => member.History.With(entering.Change(act, from, what, null, reason));
    }

    /// <summary>The member gone after a day: all that runs ends on it, and what was to begin later is voided.</summary>
    public static Member Leave(Member member, EndMember input, Entering entering)
    {
        if (member.Departures.Any(left => left.ReadmittedOn is null))
            throw new ContentError(ContentErrorCode.MemberHasLeft);
        InputChecks.Known("reason", input.Reason);
        InputChecks.NotBefore("on", input.On, member.AdmittedOn);
        // Who left was a member before: something must be left that ends.
        InputChecks.NotBefore("on", input.On, member.Memberships.Valid().Min(held => held.Period.From));
        InputChecks.NotBefore("on", input.On, member.Categories.Valid().Min(held => held.Period.From));
        InputChecks.NotAfter("on", input.On, entering.Today);
        var note = InputChecks.OptionalText("note", input.Note, 500);
        if (input.Reason == DepartureReason.Other && note is null)
            throw ContentError.Invalid("note", InputFault.Required);
        return member with
        {
            Memberships = Cut(member.Memberships, (held, period) => held with { Period = period }, (held, voided) => held with { Voided = voided }),
            Categories = Cut(member.Categories, (held, period) => held with { Period = period }, (held, voided) => held with { Voided = voided }),
            Positions = Cut(member.Positions, (held, period) => held with { Period = period }, (held, voided) => held with { Voided = voided }),
            Backgrounds = Cut(member.Backgrounds, (held, period) => held with { Period = period }, (held, voided) => held with { Voided = voided }),
            LeftOn = input.On,
            Departures = [.. member.Departures, new(input.On, input.Reason, note, member.LineageOn(input.On))],
            History = member.History.With(entering.Change(RegisterAct.Left, input.On, null, Word(input.Reason), note)),
        };

        IReadOnlyList<T> Cut<T>(IReadOnlyList<T> list, Func<T, DatePeriod, T> ended, Func<T, Voiding, T> voided)
            where T : IHeld =>
            [
                .. list.Select(held =>
                    held.Voided is not null || held.Period.To <= input.On ? held
                    : held.Period.From > input.On ? voided(held, entering.Void(Word(input.Reason)))
                    : ended(held, held.Period with { To = input.On })
                ),
            ];
    }

    /// <summary>The member back from a day, in a home and a main category of their own.</summary>
    public static Member Return(Member member, ReadmitMember input, Organisation at, Entering entering)
    {
        InputChecks.Known("category", input.Category);
        var reason = RegisterRules.ReasonFor(input.From, entering.Today, input.Reason);
        if (member.Departures is not [.., { ReadmittedOn: null } left])
            throw new ContentError(ContentErrorCode.EntryOver);
        InputChecks.NotBefore("from", input.From, left.On.AddDays(1));
        var since = new DatePeriod(input.From, null);
        RequireExisting(at, since);
        return member with
        {
            Memberships = [.. member.Memberships, new(at.Id, MembershipKind.Home, since, at.Lineage)],
            Categories = [.. member.Categories, new(input.Category, Main: true, since)],
            LeftOn = null,
            Departures = [.. member.Departures.SkipLast(1), left with { ReadmittedOn = input.From }],
            History = member.History.With(entering.Change(RegisterAct.Readmitted, input.From, null, at.Id, reason)),
        };
    }

    /// <summary>A secretary of an organisation is one at a time.</summary>
    public static bool IsSeat(MemberPosition position) => position == MemberPosition.Secretary;

    /// <summary>For the whole time: nobody is left in an organisation that was closed.</summary>
    private static void RequireExisting(Organisation at, DatePeriod period)
    {
        if (!at.Existence.Contains(period.From) || (at.Existence.To is { } last && (period.To is null || period.To > last)))
            throw new ContentError(ContentErrorCode.OrganisationClosed, at.Id);
    }

    private static void RequirePresent(Member member, DateOnly day)
    {
        if (member.HasLeftBy(day))
            throw new ContentError(ContentErrorCode.MemberHasLeft);
    }

    /// <summary>Ends the posts that only a member may hold, where the member is none from a day: there or below.</summary>
    private static Member WithoutPosts(Member member, DatePeriod next, string? reason, Entering entering)
    {
        var ended = member
            .Positions.Valid()
            .Where(held =>
                !Sent.Contains(held.Position)
                && held.Period.From < next.From
                && (held.Period.To is null || held.Period.To >= next.From)
                && !member.Memberships.On(next.From).Any(membership => membership.Lineage.Contains(held.OrganisationId))
            )
            .ToList();
        return ended.Count == 0
            ? member
            : member with
            {
                Positions = [.. member.Positions.Select(held => ended.Contains(held) ? held with { Period = EndedBefore(held.Period, next) } : held)],
                History = member.History.With([
                    .. ended.Select(held =>
                        entering.Change(RegisterAct.PositionEnded, next.From.AddDays(-1), $"{Word(held.Position)} {held.OrganisationId}", null, reason)
                    ),
                ]),
            };
    }

    /// <summary>What the voided thing had ended the day before runs on, as if the mistake had not been made.</summary>
    private static IReadOnlyList<T> Reopened<T>(IReadOnlyList<T> list, T voided, Func<T, bool> inTurn, Func<T, DatePeriod, T> with)
        where T : IHeld =>
        [
            .. list.Select(held =>
                held.Voided is null && inTurn(held) && held.Period.To == voided.Period.From.AddDays(-1)
                    ? with(held, held.Period with { To = voided.Period.To })
                    : held
            ),
        ];

    private static bool Runs(DatePeriod held, DatePeriod next) => held.To is null && held.From < next.From;

    private static DatePeriod EndedBefore(DatePeriod held, DatePeriod next) => held with { To = next.From.AddDays(-1) };

    /// <summary>A name as the API says it, which is how history names things.</summary>
    private static string Word(Enum name) => ExpectedError.CodeOf(name.ToString());

    private static string Day(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
