using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Teachers;

/// <summary>A teacher is never in two places: whoever books them, in whatever order and by however many processes.</summary>
public sealed class TeacherScheduleTests
{
    private static readonly DateTimeOffset Monday = SchoolTime.StartOf(new(2026, 3, 16));

    [Fact]
    public async Task Whatever_is_booked_and_released_at_once_by_two_processes_no_two_bookings_overlap()
    {
        await using var host = await TownAsync();
        await using var another = host.Another();
        TeacherSchedules[] processes = [host.Get<TeacherSchedules>(), another.Get<TeacherSchedules>()];
        var calls = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[0, 20], Gen.Int[1, 5], Gen.Int[0, 9]).Array[2, 12];
        var number = 0;
        await calls.SampleAsync(
            async some =>
            {
                var teacher = $"t-{Interlocked.Increment(ref number)}";
                await host.Get<TeacherPool>().AddManyAsync([Teacher(teacher)], default);
                var done = await Task.WhenAll(
                    some.Select(call =>
                        Task.Run(async () =>
                        {
                            var (process, key, start, length, chance) = call;
                            try
                            {
                                if (chance == 0)
                                    await processes[process].ReleaseAsync(teacher, $"k{key}", default);
                                else
                                    await processes[process].BookAsync(Booking(teacher, $"k{key}", (start, length)), default);
                                return true;
                            }
                            catch (ContentError error) when (error.Code == ContentErrorCode.TeacherBooked)
                            {
                                return false;
                            }
                        })
                    )
                );
                var bookings = (await processes[0].OfAsync(teacher, default)).Bookings;
                for (var i = 1; i < bookings.Count; i++)
                    Assert.True(bookings[i - 1].To <= bookings[i].From, $"{bookings[i - 1]} overlaps {bookings[i]}");
                // What was acknowledged, and neither moved nor released by another call, is there.
                for (var i = 0; i < some.Length; i++)
                {
                    var (_, key, start, length, chance) = some[i];
                    if (done[i] && chance > 0 && some.Count(call => call.Item2 == key) == 1)
                        Assert.Contains(Booked(teacher, $"k{key}", start, length), bookings);
                }
                Assert.Contains(true, done);
            },
            iter: 40,
            threads: 1
        );
    }

    [Fact]
    public async Task A_clash_names_both_sides_and_the_same_key_moves()
    {
        await using var host = await TownAsync();
        var schedules = host.Get<TeacherSchedules>();
        await host.Get<TeacherPool>().AddManyAsync([Teacher("t")], default);
        await schedules.BookAsync(Booking("t", "a", (9, 2), (14, 2)), default);
        var again = await schedules.BookAsync(Booking("t", "a", (14, 2), (9, 2)), default);
        Assert.Equal((2, 1), (again.Bookings.Count, again.Version));
        var clash = await RefusedAsync(Booking("t", "b", (10, 2)));
        Assert.Equal(ContentErrorCode.TeacherBooked, clash.Code);
        Assert.Equal(
            new BookingClash("课 b", Monday.AddHours(10), Booked("t", "a", 9, 2), SmallTown.Organisations.Single(one => one.Code == SmallTown.City).Name),
            clash.Detail
        );
        // The first is moved away, all of it, and makes room.
        await schedules.BookAsync(Booking("t", "a", (12, 1)), default);
        Assert.Equal(["a", "b"], (await schedules.BookAsync(Booking("t", "b", (10, 2)), default)).Bookings.Select(booking => booking.Key).Order());
        await schedules.ReleaseAsync("t", "a", default);
        Assert.Equal(["b"], (await schedules.ReleaseAsync("t", "a", default)).Bookings.Select(booking => booking.Key));

        async Task<ContentError> RefusedAsync(BookTeacher input) => await Assert.ThrowsAsync<ContentError>(() => schedules.BookAsync(input, default));
    }

    [Fact]
    public async Task Who_may_book_and_when()
    {
        await using var host = await TownAsync();
        var schedules = host.Get<TeacherSchedules>();
        await host.Get<TeacherPool>()
            .AddManyAsync(
                [
                    Teacher("city"),
                    Teacher("county") with
                    {
                        OrganisationId = SmallTown.County,
                    },
                    Teacher("suspended") with
                    {
                        Status = TeacherStatus.Suspended,
                    },
                    Teacher("ending") with
                    {
                        Term = new(new(2025, 1, 1), new(2026, 3, 15)),
                    },
                ],
                default
            );
        Assert.Null(await CodeAsync(Booking("city", "a", (9, 1)) with { OrganisationId = SmallTown.Village }));
        Assert.Equal(ContentErrorCode.NotFound, await CodeAsync(Booking("county", "a", (9, 1))));
        Assert.Equal(ContentErrorCode.TeacherStateNotAllowed, await CodeAsync(Booking("suspended", "a", (9, 1))));
        Assert.Equal(ContentErrorCode.TeacherTermOver, await CodeAsync(Booking("ending", "a", (9, 1))));
        Assert.Equal(ContentErrorCode.InvalidInput, await CodeAsync(Booking("city", "b", (9, 2), (10, 2))));
        Assert.Equal(ContentErrorCode.InvalidInput, await CodeAsync(Booking("city", "b", (24 * 600, 2))));
        Assert.Equal(ContentErrorCode.InvalidInput, await CodeAsync(Booking("city", "b", (-24 * 120, 2))));
        var register = host.Get<TeacherRegister>();
        var offered = await register.OfferAsync(new("county", SmallTown.City, new(2026, 3, 16), null, false), SmallTown.Clerk, default);
        Assert.Equal(ContentErrorCode.NotFound, await CodeAsync(Booking("county", "a", (9, 1))));
        await register.AnswerAsync(new(offered.Agreement.Id, AgreementDecision.Accept), SmallTown.Clerk, default);
        Assert.Null(await CodeAsync(Booking("county", "a", (9, 1))));
        // Before the first day of the agreement.
        Assert.Equal(ContentErrorCode.NotFound, await CodeAsync(Booking("county", "b", (-12, 1))));

        async Task<ContentErrorCode?> CodeAsync(BookTeacher input)
        {
            try
            {
                await schedules.BookAsync(input, default);
                return null;
            }
            catch (ContentError error)
            {
                return error.Code;
            }
        }
    }

    [Theory]
    [InlineData("none", "0-24", "0-24")]
    [InlineData("weekly", "9-12 14-17", "")]
    [InlineData("away", "", "")]
    [InlineData("extra", "9-12 14-17", "0-24")]
    [InlineData("booked", "9-10 11-12 14-17", "")]
    public void Free_is_what_the_hours_say_less_what_is_booked(string said, string monday, string tuesday)
    {
        var schedule = new TeacherSchedule("t")
        {
            Weekly = said == "none" ? [] : [new(Weekday.Monday, "09:00", "12:00"), new(Weekday.Monday, "14:00", "17:00")],
            Exceptions = said switch
            {
                "away" => [new(new(2026, 3, 16), new(2026, 3, 17), false), new(new(2026, 3, 16), new(2026, 3, 16), true)],
                "extra" => [new(new(2026, 3, 17), new(2026, 3, 17), true)],
                _ => [],
            },
            Bookings = said == "booked" ? [Booked("t", "a", 10, 1)] : [],
        };
        Assert.Equal(monday, Free(new(2026, 3, 16)));
        Assert.Equal(tuesday, Free(new(2026, 3, 17)));
        Assert.Equal(
            monday.Length > 0 && said != "booked",
            ScheduleRules.IsAvailable(schedule, new(Monday.AddHours(10), Monday.AddHours(11))) && said != "booked"
        );
        Assert.Equal(said == "none", ScheduleRules.IsAvailable(schedule, new(Monday.AddHours(11), Monday.AddHours(15))));

        string Free(DateOnly day) =>
            string.Join(
                ' ',
                ScheduleRules
                    .Free(schedule, day, day)
                    .Select(range => $"{(range.From - SchoolTime.StartOf(day)).TotalHours}-{(range.To - SchoolTime.StartOf(day)).TotalHours}")
            );
    }

    [Fact]
    public async Task What_a_merged_entry_is_booked_for_goes_along_unless_both_are_booked_at_once()
    {
        await using var host = await TownAsync();
        var (schedules, register) = (host.Get<TeacherSchedules>(), host.Get<TeacherRegister>());
        await host.Get<TeacherPool>().AddManyAsync([Teacher("t"), Teacher("u")], default);
        await schedules.BookAsync(Booking("t", "a", (9, 2)), default);
        await schedules.BookAsync(Booking("u", "b", (10, 2)), default);
        var refused = await Assert.ThrowsAsync<ContentError>(() => register.MergeAsync(new("t", "u", "同一人"), SmallTown.Clerk, default));
        Assert.Equal(ContentErrorCode.TeacherBooked, refused.Code);
        Assert.Null((await host.Get<TeacherPool>().EntriesAsync(["u"], default))["u"].MergedInto);
        await schedules.BookAsync(Booking("u", "b", (14, 2)), default);
        await register.MergeAsync(new("t", "u", "同一人"), SmallTown.Clerk, default);
        await schedules.BookAsync(Booking("u", "c", (18, 1)), default);
        Assert.Equal(["a", "b", "c"], (await schedules.OfAsync("u", default)).Bookings.Select(booking => booking.Key));
        Assert.Equal("t", (await schedules.OfAsync("u", default)).Id);
    }

    [Fact]
    public async Task The_teacher_says_when_and_who_only_shares_them_sees_when_and_not_what_for()
    {
        await using var school = await School.OpenAsync();
        var register = school.Host.Service<TeacherRegister>();
        var teacher = await school.Host.Service<TeacherPool>().RequireAsync(School.Active, default);
        await register.EditAsync(
            new(teacher.Id, teacher.Version, null, null, null, null, null, null, null, null, MemberRules.IdOf(School.Wang), false, false, null),
            Scope.All,
            SmallTown.Clerk,
            default
        );
        await school.Host.Service<TeacherSchedules>().BookAsync(Booking(School.Active, "a", (9, 2)), default);
        var id = School.Id("Teacher", School.Active);
        const string Schedule = """
            query($id: ID!) { teacherSchedule(teacherId: $id, from: "2026-03-16", to: "2026-03-16") {
              version exceptions { note } bookings { from title organisation { code } } free { from } } }
            """;
        const string Say = """
            mutation($input: SetAvailabilityInput!) { setAvailability(input: $input) {
              schedule { version weekly { day from to } } errors { __typename ... on TeacherBookedError { wantedTitle takenTitle takenBy takenFrom } } } }
            """;
        object Input(int version, string day) =>
            new
            {
                teacherId = id,
                expectedVersion = version,
                weekly = new[]
                {
                    new
                    {
                        day = "MONDAY",
                        from = "09:00",
                        to = "17:00",
                    },
                },
                exceptions = new[]
                {
                    new
                    {
                        from = day,
                        to = day,
                        available = false,
                        note = "休假",
                    },
                },
            };
        var self = school.Host.ClientFor(School.Wang, "Member");
        var clash = await self.QueryAsync(Say, new { input = Input(1, "2026-03-16") });
        Assert.Equal(
            ("TeacherBookedError", "林国栋", "课 a"),
            (clash.Refusal("setAvailability"), clash.String("setAvailability.errors.0.wantedTitle"), clash.String("setAvailability.errors.0.takenTitle"))
        );
        Assert.Equal("ConflictError", (await self.QueryAsync(Say, new { input = Input(0, "2026-03-17") })).Refusal("setAvailability"));
        Assert.Null((await self.QueryAsync(Say, new { input = Input(1, "2026-03-17") }))["setAvailability.errors"]);
        Assert.Equal("NotFoundError", (await school.Member.QueryAsync(Say, new { input = Input(2, "2026-03-17") })).Refusal("setAvailability"));

        foreach (var client in new[] { self, TeacherMutationTests.Manager(school, "pool-1") })
            Assert.Equal("课 a", (await client.QueryAsync(Schedule, new { id })).String("teacherSchedule.bookings.0.title"));
        var shared = await school.OtherAdmin.QueryAsync(Schedule, new { id });
        Assert.Null(shared["teacherSchedule.bookings.0.title"]);
        Assert.Null(shared["teacherSchedule.bookings.0.organisation"]);
        Assert.Null(shared["teacherSchedule.exceptions.0.note"]);
        Assert.Equal("2026-03-16T03:00:00Z", shared.String("teacherSchedule.free.0.from"));
        foreach (var stranger in new[] { school.Member, school.CountyAdmin })
            Assert.Null((await stranger.QueryAsync(Schedule, new { id }))["teacherSchedule"]);
    }

    internal static async Task<ContentFixture> TownAsync()
    {
        var host = await ContentFixture.StartAsync();
        await host.Get<OrganisationTree>().AddManyAsync(SmallTown.Organisations, default);
        return host;
    }

    internal static NewTeacher Teacher(string id) =>
        new(
            id,
            "林国栋",
            "副教授",
            [TeacherSource.PartySchool],
            TeacherEngagement.PartTime,
            [Subject.History],
            SmallTown.City,
            [],
            new(new(2025, 1, 1), null),
            TeacherStatus.Active,
            "推荐入库"
        );

    private static BookTeacher Booking(string teacher, string key, params (int Start, int Length)[] hours) =>
        new(
            teacher,
            key,
            [.. hours.Select(hour => new TimeRange(Monday.AddHours(hour.Start), Monday.AddHours(hour.Start + hour.Length)))],
            SmallTown.City,
            $"课 {key}"
        );

    private static TeacherBooking Booked(string teacher, string key, int start, int length)
    {
        var time = Booking(teacher, key, (start, length)).Times[0];
        // As the database gives it back.
        return new(key, time.From.ToUniversalTime(), time.To.ToUniversalTime(), SmallTown.City, $"课 {key}");
    }
}
