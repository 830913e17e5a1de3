namespace ELearning.Content;

/// <summary>A venue of the demonstration with all that happened to it.</summary>
internal sealed record PlannedVenue(EnterVenue Entered, IReadOnlyList<PlannedRecognition> Recognitions, DateOnly? ClosedOn);

/// <param name="WithdrawnOn">The last day; null while it holds.</param>
/// <param name="Mistake">Why it was voided; null for what counts.</param>
internal sealed record PlannedRecognition(BaseLevel Level, DateOnly From, string Authority, DateOnly? WithdrawnOn, string? Mistake);

/// <summary>
/// The venues of <c>venues.json</c>: two counties have the bases that B.bases asks for, one has entered no venue, and the others are on their way.
/// </summary>
internal static class VenuePlan
{
    public static IReadOnlyList<PlannedVenue> Make(DateOnly today) =>
        [
            .. SeedFiles
                .Read<IReadOnlyList<VenueLine>>("venues.json")
                .Select(
                    (line, i) =>
                        new PlannedVenue(
                            new(
                                line.Organisation,
                                line.Name,
                                line.Kind,
                                line.Level,
                                line.Capacity,
                                line.Address,
                                line.Equipment,
                                today.AddMonths(-line.MonthsAgo),
                                $"venue-{i + 1:000}"
                            ),
                            [
                                .. line.Recognitions.Select(held => new PlannedRecognition(
                                    held.Level,
                                    today.AddMonths(-held.MonthsAgo),
                                    held.Authority,
                                    held.WithdrawnMonthsAgo is { } months ? today.AddMonths(-months) : null,
                                    held.Mistake
                                )),
                            ],
                            line.ClosedMonthsAgo is { } closed ? today.AddMonths(-closed) : null
                        )
                ),
        ];
}
