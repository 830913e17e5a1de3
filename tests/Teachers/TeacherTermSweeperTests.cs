using ELearning.Content;

namespace ELearning.Tests.Teachers;

public sealed class TeacherTermSweeperTests
{
    [Fact]
    public async Task The_end_of_a_term_is_announced_twice_to_each_member_who_keeps_the_pool_there()
    {
        await using var host = await TeacherScheduleTests.TownAsync();
        await using var another = host.Another();
        var manager = await host.RegisterAsync("QZ-0001", SmallTown.Village);
        var admin = await host.RegisterAsync("QZ-0002", SmallTown.Village);
        var elsewhere = await host.RegisterAsync("QZ-0003", SmallTown.Village);
        await GiveAsync(manager.Id, null, Role.PoolManager, SmallTown.City);
        await GiveAsync(manager.Id, null, Role.OrganisationAdmin, SmallTown.City);
        await host.Get<MemberRegister>().LinkIdentityAsync(new(admin.Id, "oid-admin"), SmallTown.Root.Actor, mayReplace: false, default);
        await GiveAsync(null, "oid-admin", Role.OrganisationAdmin, SmallTown.City);
        await GiveAsync(null, "no-member", Role.PoolManager, SmallTown.City);
        await GiveAsync(elsewhere.Id, null, Role.PoolManager, SmallTown.County);
        await GiveAsync(elsewhere.Id, null, Role.Editor, SmallTown.City);
        var last = host.Today.AddDays(61);
        await host.Get<TeacherPool>().AddManyAsync([TeacherScheduleTests.Teacher("t") with { Term = new(new(2025, 1, 1), last) }], default);
        await host.Get<TeacherPool>()
            .AddManyAsync([TeacherScheduleTests.Teacher("gone") with { Term = new(new(2025, 1, 1), last), Status = TeacherStatus.Exited }], default);

        Assert.Equal("0/0/0", await ToldAsync());
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("1/1/0", await ToldAsync());
        host.Time.Advance(TimeSpan.FromDays(40));
        Assert.Equal("1/1/0", await ToldAsync());
        // What is changed in between is not told of again.
        await host.Get<TeacherRegister>().SuspendAsync("t", "进修", SmallTown.Clerk, default);
        Assert.Equal("1/1/0", await ToldAsync());
        host.Time.Advance(TimeSpan.FromDays(6));
        Assert.Equal("2/2/0", await ToldAsync());
        host.Time.Advance(TimeSpan.FromDays(13));
        Assert.Equal("2/2/0", await ToldAsync());
        await host.Get<TeacherRegister>().RenewAsync(new("t", last.AddDays(60), null), SmallTown.Clerk, default);
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("3/3/0", await ToldAsync());

        async Task<string> ToldAsync()
        {
            // By both processes, one after the other, each with its lease.
            await host.Get<TeacherTermSweeper>().SweepAsync(default);
            host.Time.Advance(TimeSpan.FromMinutes(2));
            await another.Get<TeacherTermSweeper>().SweepAsync(default);
            host.Time.Advance(TimeSpan.FromMinutes(2));
            string[] all = [manager.Id, admin.Id, elsewhere.Id];
            var told = await host.Get<Notifications>().ByMembersAsync(all, new(100), default);
            return string.Join('/', all.Select(id => told[id].Nodes.Count(one => one.Kind == NotificationKind.TeacherTermEnding && one.AboutId == "t")));
        }

        Task GiveAsync(string? memberId, string? subject, Role role, string organisation) =>
            host.Get<GrantBook>().GiveAsync(new(subject, memberId, role, organisation, new(host.Today, null)), SmallTown.Root, default);
    }
}
