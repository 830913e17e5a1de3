namespace ELearning.Content;

/// <summary>The rules of moves: which may be entered, given all that were, and what they make of an organisation; pure.</summary>
internal static class MoveRules
{
    /// <summary>Moves ahead or not yet retired at a time: lists are asked with each of them in mind.</summary>
    public const int MostOpen = 100;

    /// <summary>Whoever plans further ahead than a year plans what somebody else will have to call off.</summary>
    private const int MostYearsAhead = 1;

    /// <summary>The entry to be added to the log; null where the very move is there.</summary>
    /// <param name="organisation">Where it stands today.</param>
    /// <param name="parent">Where it stands today.</param>
    public static OrganisationMove? Make(MoveOrganisation input, Organisation organisation, Organisation parent, MoveLog log, Entering entering)
    {
        var reason = RegisterRules.Reason(input.Reason);
        if (log.Moves.LastOrDefault(move => move.OrganisationId == organisation.Id) is { } last && last.Day == input.From && last.ToId == parent.Id)
            return null;
        InputChecks.NotBefore("from", input.From, entering.Today);
        InputChecks.NotAfter("from", input.From, entering.Today.AddYears(MostYearsAhead));
        if (organisation.Existence.To is not null)
            throw new ContentError(ContentErrorCode.OrganisationClosed, organisation.Id);
        // Nobody above a top could hand it over, and what rests on being a top, such as where the records begin, would have no home.
        if (organisation.ParentId is not { } from)
            throw ContentError.Invalid("organisationId", InputFault.NotAllowed);
        InputChecks.NotBefore("from", input.From, Since(organisation).AddDays(1));
        if (!parent.Existence.Contains(input.From))
            throw new ContentError(ContentErrorCode.OrganisationClosed, parent.Id);
        if (parent.Id == from || parent.Lineage.Contains(organisation.Id))
            throw ContentError.Invalid("parentId", InputFault.NotAllowed);
        if (!OrganisationRules.MayStandBelow(organisation.Level, parent.Level))
            throw ContentError.Invalid("parentId", InputFault.NotAllowed, parent.Level);
        if (log.Ahead(organisation.Id, entering.Today) is not null)
            throw new ContentError(ContentErrorCode.OrganisationMoving, organisation.Id);
        if (log.Open.Count >= MostOpen)
            throw new ContentError(ContentErrorCode.TooManyMoves, MostOpen);
        organisation.History.With(entering.Change(RegisterAct.Moved, input.From, from, parent.Id, reason));
        var stored = new Dictionary<string, IReadOnlyList<string>>(log.Stored)
        {
            [organisation.Id] = organisation.Lineage,
            [from] = [.. organisation.Lineage.SkipLast(1)],
            [parent.Id] = parent.Lineage,
        };
        var then = MovedTree.Of(log.Open.Where(move => move.Day <= input.From), stored);
        var entry = new OrganisationMove
        {
            Id = log.Last + 1,
            OrganisationId = organisation.Id,
            FromId = from,
            ToId = parent.Id,
            Day = input.From,
            Reason = reason,
            By = entering.By,
            At = entering.At,
            Above = [.. then.Lineage(stored[from]).Concat(then.Lineage(parent.Lineage)).Distinct()],
        };
        Check([.. log.Open, entry], stored, entry);
        return entry;
    }

    /// <summary>The entry that calls a move ahead off.</summary>
    public static OrganisationMove Cancel(OrganisationMove ahead, CancelMove input, MoveLog log, Entering entering)
    {
        var left = log.Open.Where(move => move.Id != ahead.Id).ToList();
        // Another move ahead may be possible only because of this one.
        if (left.Any(move => Stage(left, log.Stored, move.Day).IsCyclic))
            throw new ContentError(ContentErrorCode.OrganisationMoving, ahead.ToId);
        return ahead with
        {
            Id = log.Last + 1,
            Reason = RegisterRules.Reason(input.Reason),
            By = entering.By,
            At = entering.At,
            Above = [],
            Cancels = ahead.Id,
        };
    }

    /// <summary>What stands above the organisation of an open move by the moves that are being retired, beside what it was entered with.</summary>
    public static IReadOnlyList<string> AboveAfter(OrganisationMove open, MovedTree retiring) =>
        [.. open.Above.Where(retiring.Tops.Contains).SelectMany(top => retiring.Lineage([top])).Distinct()];

    /// <summary>
    /// The organisation with the line of its history that an entry of the log is, and with the beginning of its records, which it takes along.
    /// </summary>
    public static Organisation Noted(Organisation organisation, OrganisationMove entry)
    {
        var line = new RegisterChange(
            entry.At,
            entry.By,
            entry.Cancels is null ? RegisterAct.Moved : RegisterAct.MoveCancelled,
            entry.Day,
            entry.FromId,
            entry.ToId,
            entry.Reason
        );
        return organisation.History.Any(known => known.Act == line.Act && known.At == line.At && known.From == line.From)
            ? organisation
            : organisation with
            {
                RecordsFrom = organisation.RecordsFrom ?? (entry.Cancels is null ? entry.RecordsFrom : null),
                History = organisation.History.With(line),
            };
    }

    /// <summary>The organisation below the one it moved to; as it is where it stands there since.</summary>
    public static Organisation Moved(Organisation organisation, OrganisationMove move) =>
        organisation.EarlierParents.Any(held => held.Period.To == move.Day.AddDays(-1))
            ? organisation
            : organisation with
            {
                ParentId = move.ToId,
                EarlierParents = [.. organisation.EarlierParents, new(move.FromId, new(Since(organisation), move.Day.AddDays(-1)))],
            };

    /// <summary>Since when it stands where it does.</summary>
    private static DateOnly Since(Organisation organisation) =>
        organisation.EarlierParents is [.., { Period.To: { } last }] ? last.AddDays(1) : organisation.Existence.From;

    private static void Check(IReadOnlyList<OrganisationMove> open, IReadOnlyDictionary<string, IReadOnlyList<string>> stored, OrganisationMove entry)
    {
        if (open.Where(move => move.Day >= entry.Day).Any(move => Stage(open, stored, move.Day).IsCyclic))
            throw ContentError.Invalid("parentId", InputFault.NotAllowed);
        // What stood above it moves below it, or the other way, before the stored ancestors followed: that has to wait.
        if (MovedTree.Of(open, stored).IsInverted)
            throw new ContentError(ContentErrorCode.OrganisationMoving, entry.OrganisationId);
    }

    private static MovedTree Stage(IEnumerable<OrganisationMove> open, IReadOnlyDictionary<string, IReadOnlyList<string>> stored, DateOnly day) =>
        MovedTree.Of(open.Where(move => move.Day <= day), stored);
}
