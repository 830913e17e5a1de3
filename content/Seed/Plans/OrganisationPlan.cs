using System.Globalization;

namespace ELearning.Content;

/// <summary>
/// The tree: province, city, counties, townships, branches. Codes are read like addresses: <c>350582</c> is a county by its administrative code,
/// <c>350582-101</c> a township of it, <c>-01</c> and up its village and community branches, <c>-51</c> its enterprise branch; <c>350582-901</c> and up are
/// branches directly below the county.
/// </summary>
internal static class OrganisationPlan
{
    /// <summary>Parents before children.</summary>
    /// <param name="recordsFrom">From when on the demonstration has credits.</param>
    public static IReadOnlyList<NewOrganisation> Make(DateOnly recordsFrom)
    {
        var file = SeedFiles.Read<OrganisationsFile>("organisations.json");
        var plan = new List<NewOrganisation>
        {
            new(file.Province.Code, file.Province.Name, OrganisationLevel.Province, null, null, file.Province.EstablishedOn, recordsFrom),
            new(file.City.Code, file.City.Name, OrganisationLevel.City, null, file.Province.Code, file.City.EstablishedOn),
        };
        plan.AddRange(file.CityBranches.Select((branch, index) => Branch(file.City.Code, 901 + index, branch, file.City.EstablishedOn)));
        foreach (var county in file.Counties)
        {
            var established = EstablishedBetween(1950, 1960, county.Code);
            plan.Add(new(county.Code, county.Committee, OrganisationLevel.County, null, file.City.Code, Later(established, file.City.EstablishedOn)));
            var own = file.CountyBranches.Concat(file.CountyStudentBranches.Where(branch => branch.County == county.Code));
            plan.AddRange(
                own.Select(
                    (branch, index) =>
                        Branch(
                            county.Code,
                            901 + index,
                            branch with
                            {
                                Name = string.Format(CultureInfo.InvariantCulture, branch.Name, county.Name),
                            },
                            EstablishedBetween(1988, 2008, $"{county.Code}/{index}")
                        )
                )
            );
            plan.AddRange(county.Townships.SelectMany(township => Township(county, township)));
        }
        return plan;
    }

    private static IEnumerable<NewOrganisation> Township(CountyLine county, TownshipLine township)
    {
        var code = $"{county.Code}-{township.Code}";
        var body = township.Name.EndsWith("街道", StringComparison.Ordinal) ? "工作委员会" : "委员会";
        yield return new(code, $"中共{county.Name}{township.Name}{body}", OrganisationLevel.Township, null, county.Code, EstablishedBetween(1986, 1992, code));
        foreach (var (index, name) in township.Branches.Index())
        {
            var sector = name.EndsWith("社区", StringComparison.Ordinal) ? MemberCategory.Community : MemberCategory.Rural;
            var branch = $"{code}-{index + 1:00}";
            yield return new(branch, $"中共{township.Name}{name}支部委员会", OrganisationLevel.Basic, sector, code, EstablishedBetween(1992, 1999, branch));
        }
        yield return new(
            $"{code}-51",
            $"中共{township.Enterprise}{Form(township.Enterprise)}支部委员会",
            OrganisationLevel.Basic,
            MemberCategory.NewOrganisation,
            code,
            EstablishedBetween(2001, 2014, township.Enterprise)
        );
    }

    private static string Form(string enterprise) =>
        enterprise.EndsWith("合作社", StringComparison.Ordinal)
        || enterprise.EndsWith("研究所", StringComparison.Ordinal)
        || enterprise.EndsWith("工坊", StringComparison.Ordinal)
            ? ""
            : "有限公司";

    private static NewOrganisation Branch(string parent, int number, BranchLine line, DateOnly established) =>
        new($"{parent}-{number}", line.Name, OrganisationLevel.Basic, line.Sector, parent, line.EstablishedOn ?? established);

    private static DateOnly EstablishedBetween(int first, int last, string key) =>
        new DateOnly(first + Draw.Below(last - first + 1, $"established year {key}"), 1, 1).AddDays(Draw.Below(365, $"established day {key}"));

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;
}
