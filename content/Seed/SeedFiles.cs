using System.Text.Json;
using System.Text.Json.Serialization;

namespace ELearning.Content;

/// <summary>The data files of <c>Seed/data</c>, embedded in the assembly.</summary>
internal static class SeedFiles
{
    private const string Folder = "ELearning.Content.Seed.data.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(SeedFiles)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Order(StringComparer.Ordinal),
    ];

    public static T Read<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }

    public static Stream Open(string name) =>
        typeof(SeedFiles).Assembly.GetManifestResourceStream(Folder + name)
        ?? throw new FileNotFoundException($"The demonstration needs content/Seed/data/{name}.");
}

internal sealed record OrganisationsFile(
    RootLine Province,
    RootLine City,
    IReadOnlyList<BranchLine> CityBranches,
    IReadOnlyList<BranchLine> CountyBranches,
    IReadOnlyList<CountyLine> Counties,
    IReadOnlyList<BranchLine> CountyStudentBranches
);

internal sealed record RootLine(string Code, string Name, DateOnly EstablishedOn);

/// <param name="Name">With <c>{0}</c> for the county where one line stands for a branch of every county.</param>
internal sealed record BranchLine(MemberCategory Sector, string Name, DateOnly? EstablishedOn = null, string? County = null);

internal sealed record CountyLine(string Code, string Name, string Committee, IReadOnlyList<TownshipLine> Townships);

internal sealed record TownshipLine(string Code, string Name, IReadOnlyList<string> Branches, string Enterprise);

/// <param name="Surnames">One character each; a frequent surname stands several times.</param>
internal sealed record NamesFile(string Surnames, GivenNames Male, GivenNames Female);

internal sealed record GivenNames(string First, string Second);

/// <param name="MonthsAgo">When the engagement began, counted back from the day of seeding.</param>
/// <param name="Months">How long it is agreed for.</param>
/// <param name="SharedWith">Organisations that accepted an offer and engage the teacher jointly since the engagement began.</param>
/// <param name="EndsInDays">When the term ends, counted from the day of seeding, in the place of <paramref name="Months"/>.</param>
/// <param name="Offers">What was offered to others and is not, or no more, agreed.</param>
internal sealed record TeacherLine(
    string Id,
    string Name,
    string Title,
    IReadOnlyList<TeacherSource> Sources,
    TeacherEngagement Engagement,
    IReadOnlyList<Subject> Subjects,
    string Organisation,
    IReadOnlyList<string> SharedWith,
    int MonthsAgo,
    int Months,
    TeacherStatus Status,
    string Reason,
    int? EndsInDays = null,
    IReadOnlyList<OfferLine>? Offers = null
);

/// <param name="Status">ENDED is stored as agreed with a last day that has passed.</param>
internal sealed record OfferLine(string Organisation, AgreementStatus Status, string? Reason = null);

/// <param name="MonthsAgo">When it was opened, counted back from the day of seeding.</param>
/// <param name="ClosedMonthsAgo">When it was closed; null for what is open.</param>
internal sealed record VenueLine(
    string Organisation,
    string Name,
    VenueKind Kind,
    OrganisationLevel Level,
    int Capacity,
    string Address,
    IReadOnlyList<string> Equipment,
    int MonthsAgo,
    IReadOnlyList<RecognitionLine> Recognitions,
    int? ClosedMonthsAgo
);

/// <param name="Mistake">Why it was voided; null for what counts.</param>
internal sealed record RecognitionLine(BaseLevel Level, int MonthsAgo, string Authority, int? WithdrawnMonthsAgo, string? Mistake);

/// <param name="DaysAgo">When it was published, counted back from the day of seeding.</param>
/// <param name="Questions">What presence checks ask in it; most courseware leaves that to the bank.</param>
/// <param name="Chapters">
/// Titles; <c>mp4|</c> or <c>pdf|</c> before one says of what it is made, otherwise the kind does. A file named there, <c>land-contracts.mp4|</c>, comes with the
/// captions that lie beside it.
/// </param>
/// <param name="Poster">A file; the one of its first subject where none is named.</param>
/// <param name="Audience">For whom it is meant; for everybody where nobody is named.</param>
internal sealed record CoursewareLine(
    string Id,
    string Title,
    string Summary,
    CoursewareKind Kind,
    IReadOnlyList<Subject> Subjects,
    CoursewareOrigin Origin,
    bool LocalFeature,
    IReadOnlyList<string> Teachers,
    string Organisation,
    int DaysAgo,
    IReadOnlyList<string> Chapters,
    IReadOnlyList<Question>? Questions = null,
    string? Poster = null,
    IReadOnlyList<MemberCategory>? Audience = null
);
