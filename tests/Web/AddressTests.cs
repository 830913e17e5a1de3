using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ELearning.Api;

namespace ELearning.Web.Tests;

/// <summary>Addresses of the pages and how they are served.</summary>
[Collection(nameof(WebSchool))]
public sealed partial class AddressTests(WebSchool school)
{
    [Fact]
    public void Server_and_pages_know_the_same_addresses()
    {
        var served = WebPages.Addresses.SelectMany(Each).ToHashSet();
        var shown = Route()
            .Matches(RepositoryFile.Read("infra/web/src/learner/Shell/Shell.tsx"))
            .Select(route => Parameter().Replace(route.Groups[1].Value, "{}"))
            .ToList();
        Assert.NotEmpty(shown);
        // Paper is one of the hours' pages: the server takes its name for an id.
        Assert.Equal(served.Order(), shown.Select(path => path == "/hours/print" ? "/hours/{}" : path).Distinct().Order());

        static IEnumerable<string> Each(string address) =>
            address.EndsWith("?}", StringComparison.Ordinal)
                ? [address[..address.LastIndexOf('/')], OfServer().Replace(address, "{}")]
                : [OfServer().Replace(address, "{}")];
    }

    [Fact]
    public async Task An_unknown_address_is_the_page_and_not_found()
    {
        await using var learner = await school.OpenAsync();
        await learner.SignInAsync("QZ000210");
        var answer = await learner.Page.GotoAsync("/no/such/page");
        Assert.Equal(404, answer!.Status);
        await learner.Heading("没有这个页面").WaitForAsync();
        Assert.Empty(learner.Complaints);

        using var program = await SendAsync("/no/such/page", "application/json");
        Assert.Equal((HttpStatusCode.NotFound, null), (program.StatusCode, program.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_page_that_cannot_be_loaded_says_so_in_its_heading_and_tries_again()
    {
        await using var learner = await school.OpenAsync();
        await learner.ComeAsync("QZ000211");
        foreach (var address in new[] { $"/courses/{Learner.IdOf("Courseware", "constitution-study")}", Learner.Lecture })
        {
            await learner.Page.RouteAsync(
                "**/graphql",
                route => route.Request.PostData?.Contains("\"id\":", StringComparison.Ordinal) ?? false ? route.AbortAsync() : route.ContinueAsync()
            );
            await learner.Page.GotoAsync(address);
            await Assertions.Expect(learner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("没有载入成功");
            await learner.Page.UnrouteAllAsync();
            await learner.Button("再试一次").ClickAsync();
            await learner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).Filter(new() { HasText = "党" }).WaitForAsync();
        }
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task A_page_allows_its_own_scripts_and_nothing_else()
    {
        using var page = await SendAsync("/courses", "text/html");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var policy = Header(page, "Content-Security-Policy");
        foreach (
            var part in new[]
            {
                "default-src 'none'",
                "style-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "trusted-types paper",
            }
        )
            Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(page, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(page, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(page, "Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header(page, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoCache);

        // The same page is not sent again.
        using var again = await SendAsync("/courses", "text/html", page.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Scripts_are_kept_for_ever_and_missing_ones_are_missing()
    {
        using var page = await SendAsync("/", "text/html");
        var script = Script().Match(await page.Content.ReadAsStringAsync()).Value;
        using var found = await SendAsync(script, "*/*");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Contains("immutable", found.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(365), found.Headers.CacheControl.MaxAge);

        using var missing = await SendAsync("/assets/gone-12345678.js", "*/*");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Null(missing.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task A_school_without_pages_serves_none()
    {
        await using var host = new ApiHost { Settings = new Dictionary<string, string> { ["Web:Enabled"] = "false" } };
        using var http = host.CreateClient();
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var address in new[] { "/", "/courses", "/no/such/page" })
        {
            using var answer = await http.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.NotFound), (address, answer.StatusCode));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string address, string accept, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd(accept);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        using var http = school.Host.CreateClient();
        return await http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));

    [GeneratedRegex("<Route path=\"([^\"]+)\"")]
    private static partial Regex Route();

    [GeneratedRegex(":[a-z]+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\{[a-z]+\??\}")]
    private static partial Regex OfServer();

    [GeneratedRegex("/assets/[^\"]+\\.js")]
    private static partial Regex Script();
}
