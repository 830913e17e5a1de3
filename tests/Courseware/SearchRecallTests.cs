using ELearning.Content;
using ELearning.Tests.Seed;
using Snapshooter.Xunit;

namespace ELearning.Tests.Coursewares;

/// <summary>Words a learner would type into the demonstration's catalogue, and what comes first: a change of ranking or terms shows here.</summary>
public sealed class SearchRecallTests(SeededDatabase seeded) : IClassFixture<SeededDatabase>
{
    // csharpier-ignore
    private static readonly string[] Searches =
    [
        "党史", "党章", "红船", "党员", "支部", "三会一课", "理论", "新思想", "晋江经验", "县域经济", "农业", "茶园", "养殖", "电商", "创业", "法律", "民法典", "廉洁", "纪律", "志愿服务",
        "两岸", "台湾", "海西", "企业管理", "职业道德", "乡村振兴", "村务公开", "闽台融合", "安全生产", "铁观音", "读本", "听", "微党课", "林", "劳模", "basic knowledge", "history", "两新组织", "技术 农",
        "党的基本知识",
    ];

    [Fact]
    public async Task The_demonstration_answers_these_searches_so()
    {
        var answers = new List<string>();
        foreach (var search in Searches)
        {
            var found = await seeded.Content.Get<CoursewareLibrary>().ListAsync(search, null, [], new PageRequest(5, WithTotal: true), default);
            answers.Add($"{search} ({found.TotalCount}): {string.Join('、', found.Nodes.Select(courseware => courseware.Content.Title))}");
        }
        Snapshot.Match(string.Join('\n', answers));
    }
}
