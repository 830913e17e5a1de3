namespace ELearning.Content;

/// <summary>The rules of members, positions, memberships and categories; pure.</summary>
internal static class MemberRules
{
    /// <summary>Replacements are rare and each has its reason: whoever needs more of one member's sign-in has another problem.</summary>
    public const int MostLinks = 100;

    public static string IdOf(string number) => Ids.From("member", number);

    public static void CheckNumber(string number)
    {
        if (string.IsNullOrWhiteSpace(number))
            throw ContentError.Invalid("number", InputFault.Required);
        if (number.Length is < 4 or > 32)
            throw ContentError.Invalid("number", number.Length < 4 ? InputFault.TooShort : InputFault.TooLong, number.Length < 4 ? 4 : 32);
        if (!number.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw ContentError.Invalid("number", InputFault.Malformed);
    }

    public static void CheckAdmission(DateOnly admittedOn, DateOnly today)
    {
        InputChecks.NotBefore("admittedOn", admittedOn, InputChecks.Earliest);
        InputChecks.NotAfter("admittedOn", admittedOn, today);
    }

    /// <summary>Checks the input of a registration and gives it back as it is kept.</summary>
    public static RegisterMember Checked(RegisterMember input, DateOnly today)
    {
        CheckNumber(input.Number);
        var name = InputChecks.Text("name", input.Name, 100);
        InputChecks.Known("category", input.Category);
        CheckAdmission(input.AdmittedOn, today);
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        return input with { Name = name };
    }

    public static Member Make(RegisterMember input, Organisation organisation)
    {
        var since = new DatePeriod(input.AdmittedOn, null);
        return new()
        {
            Id = IdOf(input.Number),
            Number = input.Number,
            Name = input.Name,
            AdmittedOn = input.AdmittedOn,
            Memberships = [new(organisation.Id, MembershipKind.Home, since, organisation.Lineage)],
            Categories = [new(input.Category, Main: true, since)],
        };
    }

    /// <summary>The member with the position; the very same one again changes nothing, an overlapping one is refused.</summary>
    public static Member Assign(Member member, HeldPosition added)
    {
        if (member.Positions.Contains(added))
            return member;
        if (member.Positions.Any(held => held.Position == added.Position && held.OrganisationId == added.OrganisationId && held.Period.Overlaps(added.Period)))
            throw new ContentError(ContentErrorCode.PositionOverlaps);
        return member with { Positions = [.. member.Positions, added] };
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
            throw ContentError.Invalid("memberId", InputFault.OutOfRange, MostLinks);
        var link = new IdentityLink(now, by.Subject, member.Identity is null ? null : input.Reason);
        return member with { Identity = input.Identity, IdentityLinks = [.. member.IdentityLinks, link] };
    }

    /// <summary>A new home ends the running one the day before: a transfer. Receiving organisations stand beside it.</summary>
    public static Member Join(Member member, Membership added)
    {
        if (member.Memberships.Any(held => held with { Lineage = added.Lineage } == added))
            return member;
        var others =
            added.Kind == MembershipKind.Home
                ?
                [
                    .. member.Memberships.Select(held =>
                        held.Kind == MembershipKind.Home && Runs(held.Period, added.Period)
                            ? held with
                            {
                                Period = EndedBefore(held.Period, added.Period),
                            }
                            : held
                    ),
                ]
                : member.Memberships;
        if (
            others.Any(held =>
                held.Kind == added.Kind
                && (added.Kind == MembershipKind.Home || held.OrganisationId == added.OrganisationId)
                && held.Period.Overlaps(added.Period)
            )
        )
            throw ContentError.Invalid("from", InputFault.Duplicate);
        return member with { Memberships = [.. others, added] };
    }

    /// <summary>A new main category ends the running main one the day before; others stand beside it.</summary>
    public static Member Hold(Member member, HeldCategory added)
    {
        if (member.Categories.Contains(added))
            return member;
        var others = added.Main
            ?
            [
                .. member.Categories.Select(held =>
                    held.Main && Runs(held.Period, added.Period) ? held with { Period = EndedBefore(held.Period, added.Period) } : held
                ),
            ]
            : member.Categories;
        if (others.Any(held => ((held.Main && added.Main) || held.Category == added.Category) && held.Period.Overlaps(added.Period)))
            throw ContentError.Invalid("from", InputFault.Duplicate);
        return member with { Categories = [.. others, added] };
    }

    private static bool Runs(DatePeriod held, DatePeriod next) => held.To is null && held.From < next.From;

    private static DatePeriod EndedBefore(DatePeriod held, DatePeriod next) => held with { To = next.From.AddDays(-1) };
}
