using System.Globalization;
using System.Text.Json;

namespace ELearning.Content;

/// <summary>The rules of the register of venues; pure.</summary>
internal static class VenueRules
{
    public const int LargestCapacity = 100_000;
    public const int MostEquipment = 20;
    private const int LongestEquipment = 50;
    private const int LongestText = 200;

    /// <summary>A venue as entered. Without an idempotency key each entry is another venue.</summary>
    public static Venue Enter(string id, EnterVenue input, Organisation organisation, DateOnly today)
    {
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        InputChecks.Known("kind", input.Kind);
        InputChecks.Known("level", input.Level);
        var opened = input.OpenedOn ?? today;
        InputChecks.NotBefore("openedOn", opened, InputChecks.Earliest);
        InputChecks.NotAfter("openedOn", opened, today);
        if (!organisation.Existence.Contains(today))
            throw new ContentError(ContentErrorCode.OrganisationClosed, organisation.Id);
        var venue = new Venue
        {
            Id = id,
            Name = RegisterRules.Name(input.Name),
            Kind = input.Kind,
            Level = input.Level,
            OrganisationId = organisation.Id,
            Lineage = organisation.Lineage,
            Capacity = Capacity(input.Capacity),
            Address = InputChecks.Text("address", input.Address, LongestText),
            Equipment = Equipment(input.Equipment ?? []),
            Existence = new(opened, null),
            Entered = input.IdempotencyKey is null ? null : Ids.From("venue", JsonSerializer.Serialize(input)),
        };
        return venue with { Terms = TermsOf(venue) };
    }

    /// <summary>The venue with other particulars, one line of its history for each; the same again changes nothing.</summary>
    /// <exception cref="ContentError">Somebody changed it since the version that was looked at.</exception>
    public static Venue Edit(Venue venue, EditVenue input, Entering entering)
    {
        if (venue.Version != input.ExpectedVersion)
            throw new ContentError(ContentErrorCode.Conflict);
        RequireOpen(venue);
        var reason = InputChecks.OptionalText("reason", input.Reason, LongestText);
        if (input.Kind is { } kind)
            InputChecks.Known("kind", kind);
        if (input.Level is { } level)
            InputChecks.Known("level", level);
        var edited = venue with
        {
            Name = input.Name is { } name ? RegisterRules.Name(name) : venue.Name,
            Kind = input.Kind ?? venue.Kind,
            Level = input.Level ?? venue.Level,
            Capacity = input.Capacity is { } seats ? Capacity(seats) : venue.Capacity,
            Address = input.Address is { } address ? InputChecks.Text("address", address, LongestText) : venue.Address,
            Equipment = input.Equipment is { } equipment ? Equipment(equipment) : venue.Equipment,
        };
        if (edited.Kind != VenueKind.DemonstrationBase && venue.Recognitions.Valid().Any())
            throw ContentError.Invalid("kind", InputFault.NotAllowed);
        RegisterChange[] changes =
        [
            .. Particulars(venue)
                .Zip(Particulars(edited))
                .Where(pair => pair.First.Value != pair.Second.Value)
                .Select(pair => entering.Change(pair.First.Act, null, pair.First.Value, pair.Second.Value, reason)),
        ];
        return changes.Length == 0 ? venue : edited with { Terms = TermsOf(edited), History = venue.History.With(changes) };
    }

    /// <summary>The venue closed after a day, and whatever it was recognised as with it; the very same closing again changes nothing.</summary>
    public static Venue Close(Venue venue, CloseVenue input, Entering entering)
    {
        if (venue.Existence.To == input.On)
            return venue;
        RequireOpen(venue);
        var reason = RegisterRules.Reason(input.Reason);
        InputChecks.NotBefore("on", input.On, venue.Existence.From);
        InputChecks.NotAfter("on", input.On, entering.Today);
        // What begins after the last day was recognised of a place that was not there any more: that is withdrawn or voided before.
        if (venue.Recognitions.Valid().Select(held => held.Period.From).Where(from => from > input.On).ToList() is { Count: > 0 } later)
            throw ContentError.Invalid("on", InputFault.InThePast, later.Max());
        return venue with
        {
            Existence = venue.Existence with { To = input.On },
            Recognitions =
            [
                .. venue.Recognitions.Select(held =>
                    held.Voided is null && (held.Period.To is null || held.Period.To > input.On)
                        ? held with
                        {
                            Period = held.Period with { To = input.On },
                            Reason = reason,
                        }
                        : held
                ),
            ],
            History = venue.History.With(entering.Change(RegisterAct.VenueClosed, input.On, null, null, reason)),
        };
    }

    /// <summary>The base recognised at a level from a day; the very same recognition again changes nothing.</summary>
    public static Venue Recognise(Venue venue, RecogniseBase input, Entering entering)
    {
        InputChecks.Known("level", input.Level);
        var authority = InputChecks.Text("authority", input.Authority, LongestText);
        if (venue.Kind != VenueKind.DemonstrationBase)
            throw ContentError.Invalid("venueId", InputFault.NotAllowed);
        var period = new DatePeriod(input.From, null);
        var alike = venue.Recognitions.Valid().Where(held => held.Level == input.Level && held.Period.Overlaps(period)).ToList();
        if (alike.Any(held => held.Period == period && held.Authority == authority))
            return venue;
        RequireOpen(venue);
        InputChecks.NotBefore("from", input.From, venue.Existence.From);
        InputChecks.NotAfter("from", input.From, entering.Today);
        if (alike.Count > 0)
            throw ContentError.Invalid("level", InputFault.Duplicate);
        return venue with
        {
            Recognitions = [.. venue.Recognitions, new(input.Level, period, authority)],
            History = venue.History.With(entering.Change(RegisterAct.BaseRecognised, input.From, null, Word(input.Level), authority)),
        };
    }

    /// <summary>The recognition ended after a day.</summary>
    public static Venue Withdraw(Venue venue, WithdrawBase input, Entering entering)
    {
        var held = RegisterRules.At(venue.Recognitions, input.Place, nameof(BaseRecognition));
        var reason = RegisterRules.Reason(input.Reason);
        InputChecks.NotAfter("on", input.On, entering.Today);
        var ended = held with { Period = RegisterRules.Ended(held, input.On), Reason = reason };
        return venue with
        {
            Recognitions = RegisterRules.Set(venue.Recognitions, input.Place, ended),
            History = venue.History.With(entering.Change(RegisterAct.BaseWithdrawn, input.On, Word(held.Level), null, reason)),
        };
    }

    /// <summary>The recognition taken back as a mistake.</summary>
    public static Venue Void(Venue venue, VoidRecognition input, Entering entering)
    {
        var held = RegisterRules.At(venue.Recognitions, input.Place, nameof(BaseRecognition));
        var reason = RegisterRules.Reason(input.Reason);
        if (held.Voided is not null)
            throw new ContentError(ContentErrorCode.EntryOver);
        return venue with
        {
            Recognitions = RegisterRules.Set(venue.Recognitions, input.Place, held with { Voided = entering.Void(reason) }),
            History = venue.History.With(entering.Change(RegisterAct.BaseVoided, held.Period.From, Word(held.Level), null, reason)),
        };
    }

    private static void RequireOpen(Venue venue)
    {
        if (venue.Existence.To is not null)
            throw new ContentError(ContentErrorCode.VenueClosed, venue.Name);
    }

    private static int Capacity(int seats) => seats is >= 1 and <= LargestCapacity ? seats : throw ContentError.OutOfRange("capacity", 1, LargestCapacity);

    private static IReadOnlyList<string> Equipment(IReadOnlyList<string> equipment) =>
        equipment.Count <= MostEquipment
            ? [.. equipment.Select((item, i) => InputChecks.Text($"equipment[{i}]", item, LongestEquipment)).Distinct(StringComparer.Ordinal)]
            : throw ContentError.Invalid("equipment", InputFault.TooLong, MostEquipment);

    private static IReadOnlyList<string> TermsOf(Venue venue) => SearchTerms.Of(venue.Name, venue.Address);

    private static IEnumerable<(RegisterAct Act, string? Value)> Particulars(Venue venue) =>
        [
            (RegisterAct.VenueRenamed, venue.Name),
            (RegisterAct.VenueKindChanged, Word(venue.Kind)),
            (RegisterAct.VenueLevelChanged, Word(venue.Level)),
            (RegisterAct.VenueCapacityChanged, venue.Capacity.ToString(CultureInfo.InvariantCulture)),
            (RegisterAct.VenueAddressChanged, venue.Address),
            (RegisterAct.VenueEquipmentChanged, venue.Equipment.Count == 0 ? null : string.Join('、', venue.Equipment)),
        ];

    private static string Word(Enum value) => ExpectedError.CodeOf(value.ToString());
}
