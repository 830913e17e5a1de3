namespace ELearning.Content;

/// <summary>A few claims of hours earned elsewhere, in every state a claim can be in.</summary>
internal sealed class SeedClaims(CreditClaims claims, PolicyLibrary policies, SeedClock clock)
{
    private sealed record Line(
        string Seat,
        CreditForm Form,
        int Hours,
        int DaysAgo,
        string Title,
        OrganisationLevel? Venue,
        ClaimStatus Becomes,
        string? Reason = null,
        int Days = 1
    );

    private static readonly Line[] Lines =
    [
        new("350582-901/1", CreditForm.External, 8, 24, "厦门大学党务干部能力提升班", OrganisationLevel.Province, ClaimStatus.Pending),
        new("350582-101-51/1", CreditForm.Lecture, 2, 15, "晋江市非公企业党建论坛", OrganisationLevel.County, ClaimStatus.Pending),
        new("350582-001-01/2", CreditForm.Field, 4, 12, "福建省革命历史纪念馆现场教学", OrganisationLevel.Province, ClaimStatus.Pending),
        new("350524-103-01/2", CreditForm.CentralisedClass, 8, 20, "安溪县乌龙茶制作技艺专题班", OrganisationLevel.County, ClaimStatus.Pending),
        new("350503-903/1", CreditForm.External, 16, 30, "省农科院设施农业培训", OrganisationLevel.Province, ClaimStatus.Pending, Days: 2),
        new("350582-101-01/0", CreditForm.CentralisedClass, 8, 40, "村党组织书记乡村振兴专题班", OrganisationLevel.County, ClaimStatus.Approved),
        new("350583-107-01/2", CreditForm.GroupViewing, 3, 28, "电教片《时代楷模》集中收看", OrganisationLevel.Township, ClaimStatus.Approved),
        new("350521-103-01/1", CreditForm.Lecture, 3, 33, "惠女精神专题党课", OrganisationLevel.County, ClaimStatus.Approved),
        new("350502-002-01/2", CreditForm.Field, 4, 26, "泉州革命烈士陵园现场教学", OrganisationLevel.City, ClaimStatus.Approved),
        new("3505-907/2", CreditForm.External, 6, 22, "全国大学生党员网络培训示范班", OrganisationLevel.Province, ClaimStatus.Approved),
        new("350581-103-01/2", CreditForm.Field, 6, 35, "渔港码头义务劳动", null, ClaimStatus.Rejected, "志愿服务不属于培训形式，不计学时"),
        new("350526-102-51/1", CreditForm.External, 12, 27, "陶瓷行业展会观摩", null, ClaimStatus.Rejected, "未附结业证明，请补充后重新申报", 2),
        new("350525-109-01/2", CreditForm.Lecture, 2, 18, "岵山古镇文化讲座", OrganisationLevel.Township, ClaimStatus.Withdrawn),
    ];

    public async Task RunAsync(DateOnly today, IReadOnlyList<PlannedMember> members, string evidenceAssetId, CancellationToken cancellationToken)
    {
        var bySeat = members.ToDictionary(member => member.Seat, member => member.Member);
        foreach (var line in Lines)
        {
            var member = bySeat[line.Seat];
            var self = new Actor(member.Number, member.Id);
            clock.MoveTo(today, line.DaysAgo - 2, TimeSpan.FromHours(20));
            var heldOn = today.AddDays(-line.DaysAgo);
            // Within one year, whichever day it is today.
            var heldFrom = heldOn.AddDays(line.Days - 1).Year == heldOn.Year ? heldOn : heldOn.AddDays(1 - line.Days);
            if (policies.InForceOn(heldOn) is not { } policy)
                continue;
            var input = new ClaimCredit(
                member.Id,
                line.Form,
                line.Hours * policy.SecondsPerHour,
                null,
                line.Title,
                line.Venue,
                line.Becomes == ClaimStatus.Approved || line.Venue == OrganisationLevel.Province ? evidenceAssetId : null,
                $"seed-{line.Seat}",
                heldFrom,
                heldFrom.AddDays(line.Days - 1)
            );
            var claim = await claims.ClaimAsync(input, self, cancellationToken);
            // After an interruption the claim is found as far as it had come.
            if (claim.Status is not (ClaimStatus.Pending or ClaimStatus.Rejected) || line.Becomes == ClaimStatus.Pending)
                continue;
            clock.MoveTo(today, line.DaysAgo - 6, TimeSpan.FromHours(10));
            if (line.Becomes == ClaimStatus.Withdrawn)
            {
                await claims.WithdrawAsync(claim.Id, self, cancellationToken);
                continue;
            }
            var decider = new Actor($"admin-{MemberPlan.CountyOf(line.Seat)}", null);
            var decision = line.Becomes == ClaimStatus.Approved ? ClaimDecision.Approve : ClaimDecision.Reject;
            try
            {
                await claims.DecideAsync(claim.Id, decision, line.Reason, decider, cancellationToken);
            }
            catch (ContentError done) when (done.Code == ContentErrorCode.ClaimDecided)
            {
                // By a run before this one; the member has been told now at the latest.
            }
        }
    }
}
