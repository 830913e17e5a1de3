using System.Globalization;

namespace ELearning.Content;

/// <summary>The rules of organisations: their code, their place in the tree, their level below that of the parent, and how they change; pure.</summary>
internal static class OrganisationRules
{
    private const int LongestCode = 40;

    /// <summary>An organisation without a code of the state gets one of the school's own making; letters let that be told apart.</summary>
    public static string Code(string? code)
    {
        var key = RegisterRules.Key(code);
        if (key.Length is 0 or > LongestCode)
            throw ContentError.Invalid("code", key.Length == 0 ? InputFault.Required : InputFault.TooLong, LongestCode);
        if (!key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw ContentError.Invalid("code", InputFault.Malformed);
        return key;
    }

    /// <param name="today">The day of entering: the records of a root begin with its year unless it states another day.</param>
    public static Organisation Make(NewOrganisation input, Organisation? parent, DateOnly today)
    {
        var code = Code(input.Code);
        InputChecks.Known("level", input.Level);
        if (input.Sector is { } sector)
            InputChecks.Known("sector", sector);
        if (parent is not null && !MayStandBelow(input.Level, parent.Level))
            throw ContentError.Invalid("level", InputFault.NotAllowed, parent.Level);
        InputChecks.NotBefore("establishedOn", input.EstablishedOn, InputChecks.Earliest);
        if (parent is { Existence.To: not null })
            throw new ContentError(ContentErrorCode.OrganisationClosed, parent.Id);
        if (input.RecordsFrom is { } stated)
            CheckRecords("recordsFrom", stated, today);
        return Found(
            new()
            {
                Id = code,
                Name = RegisterRules.Name(input.Name),
                Level = input.Level,
                Sector = input.Sector,
                ParentId = parent?.Id,
                Lineage = [.. parent?.Lineage ?? [], code],
                Existence = new(input.EstablishedOn, null),
                RecordsFrom = input.RecordsFrom ?? (parent is null ? new DateOnly(today.Year, 1, 1) : null),
            }
        );
    }

    /// <summary>A basic committee has branches below it; every other level only holds lower ones.</summary>
    public static bool MayStandBelow(OrganisationLevel level, OrganisationLevel above) => level > above || (level == above && level == OrganisationLevel.Basic);

    /// <summary>Whether both were entered as the same: what happened to either since does not matter.</summary>
    public static bool Same(Organisation one, Organisation other) => Entered(one) == Entered(other);

    /// <summary>The organisation with what its names and code are found by.</summary>
    public static Organisation Found(Organisation organisation) =>
        organisation with
        {
            Terms = SearchTerms.Of([organisation.Name, organisation.Id, .. organisation.EarlierNames.Select(held => held.Name)]),
        };

    public static Organisation Rename(Organisation organisation, RenameOrganisation input, Entering entering)
    {
        var name = RegisterRules.Name(input.Name);
        if (name == organisation.Name)
            return organisation;
        var reason = Checked(organisation, input.From, Since(organisation, organisation.EarlierNames.Select(held => held.Period)), input.Reason, entering);
        return Found(
            organisation with
            {
                Name = name,
                EarlierNames =
                [
                    .. organisation.EarlierNames,
                    new(organisation.Name, new(Since(organisation, organisation.EarlierNames.Select(held => held.Period)), input.From.AddDays(-1))),
                ],
                History = organisation.History.With(entering.Change(RegisterAct.Renamed, input.From, organisation.Name, name, reason)),
            }
        );
    }

    public static Organisation ChangeSector(Organisation organisation, ChangeSector input, Entering entering)
    {
        if (input.Sector is { } sector)
            InputChecks.Known("sector", sector);
        if (input.Sector == organisation.Sector)
            return organisation;
        var since = Since(organisation, organisation.EarlierSectors.Select(held => held.Period));
        var reason = Checked(organisation, input.From, since, input.Reason, entering);
        return organisation with
        {
            Sector = input.Sector,
            EarlierSectors = [.. organisation.EarlierSectors, new(organisation.Sector, new(since, input.From.AddDays(-1)))],
            History = organisation.History.With(entering.Change(RegisterAct.SectorChanged, input.From, Word(organisation.Sector), Word(input.Sector), reason)),
        };
    }

    /// <summary>
    /// The organisation whose records begin on another day. Earlier is for who has entered what was before; later hides what was missed since, so it is for the
    /// level above, and never over a year that has ended.
    /// </summary>
    /// <param name="before">From when on there are records so far, by itself or from above; null for always.</param>
    /// <param name="isAbove">Whether who asks has the right at the level above.</param>
    public static Organisation RecordFrom(Organisation organisation, SetRecordsFrom input, DateOnly? before, bool isAbove, Entering entering)
    {
        var reason = RegisterRules.Reason(input.Reason);
        CheckRecords("from", input.From, entering.Today);
        if (organisation.RecordsFrom == input.From)
            return organisation;
        if (before is null || input.From > before)
        {
            if (!isAbove)
                throw new ContentError(ContentErrorCode.RecordsMoveBack, organisation.Id);
            if (before is { } began && began.Year < entering.Today.Year)
                throw ContentError.Invalid("from", InputFault.InTheFuture, began);
        }
        return organisation with
        {
            RecordsFrom = input.From,
            History = organisation.History.With(
                entering.Change(RegisterAct.RecordsMoved, input.From, before?.ToString("O", CultureInfo.InvariantCulture), null, reason)
            ),
        };
    }

    /// <param name="organiser">Who is named; null for the nearest township.</param>
    public static Organisation SetTrainingOrganiser(Organisation organisation, SetTrainingOrganiser input, Organisation? organiser, Entering entering)
    {
        if (organiser?.Id == organisation.TrainingOrganiserId)
            return organisation;
        var since = Since(organisation, organisation.EarlierOrganisers.Select(held => held.Period));
        var reason = Checked(organisation, input.From, since, input.Reason, entering);
        if (organiser is not null && !organiser.Existence.Contains(input.From))
            throw new ContentError(ContentErrorCode.OrganisationClosed, organiser.Id);
        return organisation with
        {
            TrainingOrganiserId = organiser?.Id,
            EarlierOrganisers = [.. organisation.EarlierOrganisers, new(organisation.TrainingOrganiserId, new(since, input.From.AddDays(-1)))],
            History = organisation.History.With(
                entering.Change(RegisterAct.TrainingOrganiserSet, input.From, organisation.TrainingOrganiserId, organiser?.Id, reason)
            ),
        };
    }

    private static void CheckRecords(string field, DateOnly from, DateOnly today)
    {
        InputChecks.NotBefore(field, from, InputChecks.Earliest);
        InputChecks.NotAfter(field, from, today);
    }

    /// <summary>The organisation closed after a day; the very same closing again changes nothing.</summary>
    public static Organisation Close(Organisation organisation, CloseOrganisation input, Organisation? successor, Entering entering)
    {
        if (organisation.Existence.To == input.On && organisation.SuccessorId == input.SuccessorId)
            return organisation;
        if (organisation.Existence.To is not null)
            throw new ContentError(ContentErrorCode.OrganisationClosed, organisation.Id);
        InputChecks.NotBefore("on", input.On, organisation.Existence.From);
        InputChecks.NotAfter("on", input.On, entering.Today);
        var reason = RegisterRules.ReasonFor(input.On, entering.Today, input.Reason);
        if (successor is not null)
        {
            if (successor.Lineage.Contains(organisation.Id))
                throw ContentError.Invalid("successorId", InputFault.NotAllowed);
            if (!successor.Existence.Contains(input.On.AddDays(1)))
                throw new ContentError(ContentErrorCode.OrganisationClosed, successor.Id);
        }
        return organisation with
        {
            Existence = organisation.Existence with { To = input.On },
            SuccessorId = successor?.Id,
            History = organisation.History.With(entering.Change(RegisterAct.Closed, input.On, null, successor?.Id, reason)),
        };
    }

    /// <summary>The organisation open again, for a closing that turned out not to be possible; the history has nothing of it.</summary>
    public static Organisation Reopen(Organisation organisation) =>
        organisation is { Existence.To: not null, History: [.., { Act: RegisterAct.Closed }] }
            ? organisation with
            {
                Existence = organisation.Existence with { To = null },
                SuccessorId = null,
                History = [.. organisation.History.SkipLast(1)],
            }
            : organisation;

    /// <summary>Since when what holds now has held: the day after the last that held before.</summary>
    private static DateOnly Since(Organisation organisation, IEnumerable<DatePeriod> before) =>
        before.LastOrDefault()?.To?.AddDays(1) ?? organisation.Existence.From;

    private static string? Checked(Organisation organisation, DateOnly from, DateOnly since, string? reason, Entering entering)
    {
        if (organisation.Existence.To is not null)
            throw new ContentError(ContentErrorCode.OrganisationClosed, organisation.Id);
        InputChecks.NotBefore("from", from, since.AddDays(1));
        InputChecks.NotAfter("from", from, entering.Today);
        return RegisterRules.ReasonFor(from, entering.Today, reason);
    }

    private static (string, string, OrganisationLevel, MemberCategory?, string?, DateOnly) Entered(Organisation organisation) =>
        (
            organisation.Id,
            organisation.EarlierNames is [var first, ..] ? first.Name : organisation.Name,
            organisation.Level,
            organisation.EarlierSectors is [var mixed, ..] ? mixed.Sector : organisation.Sector,
            organisation.EarlierParents is [var parent, ..] ? parent.ParentId : organisation.ParentId,
            organisation.Existence.From
        );

    private static string? Word(MemberCategory? sector) => sector is { } known ? ExpectedError.CodeOf(known.ToString()) : null;
}
