using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using ELearning.Content;
using ELearning.Tests.Study;

namespace ELearning.Web.Tests;

/// <summary>
/// Every page in two of six dresses, so that each pair of language, colours and width is seen: read by axe, no wider than the screen, and without a complaint.
/// </summary>
[Collection(nameof(WebSchool))]
public sealed class AccessibilityTests(WebSchool school)
{
    private const string Somebody = DemoSubjects.CommunityMember;

    /// <summary>A page of 1280 pixels, four times as large.</summary>
    private const int Narrowest = 320;

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private static readonly (string Language, ColorScheme Colours, int Width)[] Dresses =
    [
        ("zh-CN", ColorScheme.Light, 320),
        ("en", ColorScheme.Dark, 390),
        ("zh-CN", ColorScheme.Dark, 1280),
        ("en", ColorScheme.Dark, 320),
        ("zh-CN", ColorScheme.Light, 390),
        ("en", ColorScheme.Light, 1280),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Pages_can_be_used_by_everybody(int dress)
    {
        await using var learner = await DressedAsync(dress);
        var faults = new List<string>();
        await learner.ComeAsync(Somebody);
        var addresses = await AddressesAsync();
        foreach (var (_, address) in addresses.Index().Where(page => (page.Index + 6 - dress) % 6 < 2))
        {
            await learner.Page.GotoAsync(address);
            try
            {
                await learner.Page.Locator("main h1").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
                await learner.UntilAsync("() => !document.querySelector('.spinner')");
                faults.AddRange(await FaultsAsync(learner));
            }
            catch (TimeoutException)
            {
                faults.Add($"{address} does not come: {await learner.Page.Locator("body").InnerTextAsync()}");
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(learner.Complaints);
    }

    [Theory]
    [InlineData(0, "QZ000190")]
    [InlineData(1, "QZ000191")]
    [InlineData(2, "QZ000192")]
    public async Task A_presence_check_can_be_answered_by_everybody(int dress, string number)
    {
        await using var learner = await DressedAsync(dress);
        school.Ask(Presence.After(5));
        await learner.ComeAsync(number);
        await learner.OpenFilmAsync(Learner.Lecture);
        await learner.PlayAsync();
        await learner.ReachAsync(8);
        await learner.PauseAsync();
        await learner.AskedAsync();
        var faults = await FaultsAsync(learner);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(learner.Complaints);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_is_nobody_yet_can_say_who_they_are(int dress)
    {
        await using var learner = await DressedAsync(dress);
        await learner.Page.GotoAsync("/sign-in");
        await learner.Page.Locator("main form").WaitForAsync();
        var faults = (await FaultsAsync(learner)).ToList();
        // Of the staff: in nobody's record.
        await learner.Page.Locator("main ul button").Last.ClickAsync();
        await learner.Page.Locator("input[name=code]").WaitForAsync();
        faults.AddRange(await FaultsAsync(learner));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(learner.Complaints);
    }

    private async Task<Learner> DressedAsync(int dress)
    {
        var (language, colours, width) = Dresses[dress];
        var learner = await school.OpenAsync(options =>
        {
            options.Locale = language;
            // Every second dress is chosen on the page, against what the device says.
            options.ColorScheme =
                dress % 2 == 0 ? colours
                : colours == ColorScheme.Light ? ColorScheme.Dark
                : ColorScheme.Light;
            options.ViewportSize = new() { Width = width, Height = 844 };
        });
        if (dress % 2 == 1)
            await learner.Context.AddInitScriptAsync(
                $"if (window === top) localStorage.setItem('theme', '{(colours == ColorScheme.Light ? "light" : "dark")}')"
            );
        return learner;
    }

    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        var answer = await school
            .Host.ClientFor(Somebody, "Member")
            .QueryAsync("{ me { credits(first: 1) { nodes { id } } } teachers(first: 1) { nodes { id } } }");
        var credit = answer.Json["data"]!["me"]!["credits"]!["nodes"]![0]!["id"]!.GetValue<string>();
        var teacher = answer.Json["data"]!["teachers"]!["nodes"]![0]!["id"]!.GetValue<string>();
        return
        [
            "/",
            "/courses",
            $"/courses/{Learner.IdOf("Courseware", "constitution-study")}",
            Learner.Lecture,
            "/standing",
            "/hours",
            "/hours/print",
            $"/hours/{Uri.EscapeDataString(credit)}",
            "/log",
            "/claims",
            "/teachers",
            $"/teachers/{Uri.EscapeDataString(teacher)}",
            "/profile",
            "/messages",
            Learner.Film("constitution-audio", "c1"),
            Learner.Film("new-thought-reader", "c1"),
            "/nowhere",
        ];
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(Learner learner)
    {
        var found = await learner.Page.RunAxe(Rules);
        var faults = found.Violations.Select(fault => $"{learner.Page.Url}: {fault.Id}: {string.Join("; ", fault.Nodes.Select(node => node.Html))}").ToList();
        var (own, widths) = (learner.Page.ViewportSize!, new HashSet<int> { learner.Page.ViewportSize!.Width, Narrowest });
        foreach (var width in widths)
        {
            await learner.Page.SetViewportSizeAsync(width, own.Height);
            var (wide, screen) = (
                await learner.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"),
                await learner.Page.EvaluateAsync<int>("() => document.scrollingElement.clientWidth")
            );
            if (wide > screen)
                faults.Add($"{learner.Page.Url}: {wide} pixels on a screen of {screen}");
        }
        await learner.Page.SetViewportSizeAsync(own.Width, own.Height);
        return faults;
    }
}
