namespace ELearning.Content;

/// <summary>Who holds a training, when in the year, at what level, under which name.</summary>
internal static class TrainingEvents
{
    private static readonly Dictionary<CreditForm, string> Usual = new()
    {
        [CreditForm.Online] = "网上党校学时汇总",
        [CreditForm.GroupViewing] = "远程教育站点集中收看",
        [CreditForm.CentralisedClass] = "党员集中轮训班",
        [CreditForm.Lecture] = "“七一”专题党课",
        [CreditForm.Field] = "红色教育基地现场教学",
        [CreditForm.External] = "选送省委党校短期培训",
        [CreditForm.Seminar] = "党员学习座谈研讨",
        [CreditForm.ThemedActivity] = "主题党日学习活动",
    };

    private static readonly Dictionary<string, string> Projects = new()
    {
        ["P1"] = "农村（社区）党组织书记集中轮训班",
        ["P1B"] = "新任农村（社区）党组织书记任职培训班",
        ["P2"] = "“两新”组织党组织书记培训班",
        ["P2.once"] = "“两新”组织党组织书记培训班",
        ["P2B"] = "新任“两新”组织党组织书记任职培训班",
        ["P3"] = "优秀人才党员研修班",
        ["P4A"] = "选聘生岗前培训班",
        ["P4B"] = "大学生村官能力提升班",
        ["P5"] = "新党员培训班",
        ["P5.once"] = "新党员培训班",
    };

    /// <summary>The usual day of the year, by form; each organiser a few days later.</summary>
    public static DateOnly UsualDay(int year, CreditForm form) =>
        form switch
        {
            CreditForm.CentralisedClass => new(year, 3, 10),
            CreditForm.GroupViewing => new(year, 5, 8),
            CreditForm.Lecture => new(year, 6, 25),
            CreditForm.Field => new(year, 9, 12),
            CreditForm.External => new(year, 10, 18),
            CreditForm.Seminar => new(year, 4, 18),
            CreditForm.ThemedActivity => new(year, 7, 2),
            _ => new(year, 11, 5),
        };

    /// <summary>
    /// Key projects: the county, for talents and village officials the city. Otherwise township or street for its villages, communities and enterprises, or the
    /// unit itself.
    /// </summary>
    public static NewOrganisation OrganiserOf(IReadOnlyDictionary<string, NewOrganisation> organisations, string branch, PolicyRule rule)
    {
        var own = organisations[branch];
        var code =
            rule.Id is "P3" or "P4A" or "P4B" ? DemoSubjects.City
            : rule.Id.StartsWith('P') ? MemberPlan.CountyOf(branch)
            : own.Sector is MemberCategory.Rural or MemberCategory.Community or MemberCategory.NewOrganisation ? own.ParentCode!
            : branch;
        return organisations[code];
    }

    public static OrganisationLevel? VenueOf(NewOrganisation organiser, CreditForm form) =>
        form switch
        {
            CreditForm.Online => null,
            CreditForm.External => OrganisationLevel.Province,
            _ => organiser.Level,
        };

    public static string TitleOf(NewOrganisation organiser, int year, PolicyRule rule, CreditForm form)
    {
        var place = organiser
            .Name.Replace("中共", "", StringComparison.Ordinal)
            .Replace("支部委员会", "", StringComparison.Ordinal)
            .Replace("工作委员会", "", StringComparison.Ordinal)
            .Replace("委员会", "", StringComparison.Ordinal);
        var name = Projects.TryGetValue(rule.Id, out var project)
            ? form switch
            {
                CreditForm.Lecture => rule.Id == "P3" ? "专家大讲堂"
                : rule.Id == "P4B" ? "优秀乡村干部经验报告会"
                : "新党员专题党课",
                CreditForm.Field => "先进村跟班实践",
                _ => project,
            }
            : Usual[form];
        return $"{place}{year}年{name}";
    }
}
