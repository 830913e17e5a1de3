using ELearning.Content;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ELearning.Web.Tests;

/// <summary>Signing in outside Development: code and PKCE at a provider, and joining one's record by a code.</summary>
[Collection(nameof(WebSchool))]
public sealed class ProviderTests(WebSchool school)
{
    private const string Audience = "22222222-2222-2222-2222-222222222222";

    [Fact]
    public async Task Somebody_new_signs_in_at_the_provider_joins_by_a_code_and_stays_signed_in()
    {
        await using var provider = await Provider.StartAsync("3f0c1c5e-0000-0000-0000-000000000001", Audience);
        await using var host = new ApiHost
        {
            Settings = new Dictionary<string, string>
            {
                ["Web:Enabled"] = "true",
                ["Identity:Development"] = "false",
                ["AzureAd:Instance"] = "https://login.example/",
                ["AzureAd:TenantId"] = "11111111-1111-1111-1111-111111111111",
                ["AzureAd:ClientId"] = Audience,
                ["Web:Authority"] = provider.Address,
                ["Web:ClientId"] = "pages",
            },
            // What Entra's own address would say, this provider says.
            Change = services =>
                services
                    .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
                    .PostConfigure(bearer =>
                    {
                        bearer.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                            $"{provider.Address}/.well-known/openid-configuration",
                            new OpenIdConnectConfigurationRetriever(),
                            new HttpDocumentRetriever { RequireHttps = false }
                        );
                        bearer.TokenValidationParameters.IssuerValidator = null;
                        bearer.TokenValidationParameters.ValidIssuer = provider.Address;
                    }),
        };
        host.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        host.UseKestrel(0);
        host.StartServer();
        await host.Service<OrganisationTree>().AddManyAsync(SmallTown.Organisations, default);
        var registrar = new Actor("registrar", null);
        var member = await host.Service<MemberRegister>()
            .RegisterAsync(new("QZ-0009", "黄志强", SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1), null), registrar, default);
        var code = Assert.Single(await host.Service<Activation>().IssueAsync([member], registrar, default)).Code;

        await using var context = await school.Browser.NewContextAsync(
            new() { BaseURL = host.Service<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(), Locale = "zh-CN" }
        );
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [message.Text] : []);

        await page.GotoAsync("/standing");
        await page.GetByRole(AriaRole.Button, new() { Name = "用单位账号登录" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "首次登录" }).WaitForAsync();
        await page.GetByLabel("党员编号").FillAsync("QZ-0009");
        await page.GetByLabel("激活码").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "绑定" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("黄志强，您好");

        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("黄志强，您好");
        Assert.Empty(complaints);
    }
}
