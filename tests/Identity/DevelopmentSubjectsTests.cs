using System.Net.Http.Json;
using System.Text.Json;
using ELearning.Content;

namespace ELearning.Tests.Identity;

/// <summary>The people of the demonstration, listed for a page that asks who one wants to be.</summary>
public sealed class DevelopmentSubjectsTests
{
    [Fact]
    public async Task Everybody_who_is_listed_gets_a_token_and_has_a_purpose_in_the_language_asked_for()
    {
        await using var host = new ApiHost(demo: true);
        using var client = host.CreateClient();
        var chinese = await ListAsync(client, null);
        var english = await ListAsync(client, "en");
        // Every public name of the demonstration that a token can be asked for.
        var named = typeof(DemoSubjects)
            .GetFields()
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(value => value.StartsWith("QZ", StringComparison.Ordinal) || value.Contains('-', StringComparison.Ordinal) && char.IsLetter(value[0]))
            .Where(value => value != DemoSubjects.ShortCourseware);
        Assert.Equal(named.Append("root").Order(StringComparer.Ordinal), chinese.Select(person => person.Subject).Order(StringComparer.Ordinal));
        Assert.All(
            chinese.Zip(english),
            pair =>
            {
                Assert.Equal(pair.First.Subject, pair.Second.Subject);
                Assert.NotEqual(pair.First.Purpose, pair.Second.Purpose);
                Assert.Contains(pair.First.Purpose, letter => letter is >= '一' and <= '龥');
            }
        );
        var first = chinese[0];
        var member = (await host.Service<MemberRegister>().FindByNumberAsync(DemoSubjects.RuralMember, default))!;
        Assert.Equal((DemoSubjects.RuralMember, member.Name, "Member"), (first.Subject, first.Name, Assert.Single(first.Roles)));

        foreach (var person in chinese)
        {
            var viewer = await host.ClientFor(person.Subject, [.. person.Roles]).QueryAsync("{ viewer { roles } }");
            Assert.NotEmpty(viewer["viewer.roles"]!.AsArray());
        }
    }

    [Fact]
    public async Task Nobody_is_listed_where_the_demonstration_is_not_seeded()
    {
        await using var host = new ApiHost();
        using var client = host.CreateClient();
        Assert.Empty(await ListAsync(client, null));
    }

    private static async Task<IReadOnlyList<Person>> ListAsync(HttpClient client, string? language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/subjects");
        if (language is not null)
            request.Headers.Add("Accept-Language", language);
        using var response = await client.SendAsync(request);
        Assert.Equal((200, true), ((int)response.StatusCode, response.Headers.CacheControl!.NoStore));
        return (await response.Content.ReadFromJsonAsync<List<Person>>(JsonSerializerOptions.Web))!;
    }

    private sealed record Person(string Subject, IReadOnlyList<string> Roles, string Name, string Purpose);
}
