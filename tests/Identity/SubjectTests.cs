using System.Security.Claims;
using SubjectClaims = ELearning.Api.Claims;

namespace ELearning.Tests.Identity;

/// <summary>Whom a token names. The letters stand for what an issuer may put into it.</summary>
public sealed class SubjectTests
{
    [Theory]
    // Entra: persons and applications have an object id, whatever else is there.
    [InlineData("person", "oid=person", "sub=pairwise", "azp=app", "scp=access")]
    [InlineData("service", "oid=service", "sub=service", "azp=app", "idtyp=app")]
    [InlineData("person", "http://schemas.microsoft.com/identity/claims/objectidentifier=person", "azp=app", "scp=access")]
    // A person without one: the application they use is not who they are.
    [InlineData("person", "sub=person", "azp=app", "scp=access")]
    [InlineData("person", "sub=person", "azp=app")]
    [InlineData("person", "sub=person", "appid=app", "idtyp=user")]
    [InlineData("person", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier=person", "azp=app", "scope=access")]
    [InlineData("app", "sub=app", "azp=app", "idtyp=user")]
    [InlineData("person", "sub=person")]
    // An application for itself.
    [InlineData("app", "sub=service", "azp=app", "idtyp=app")]
    [InlineData("app", "sub=app", "azp=app")]
    [InlineData("app", "sub=app", "appid=app")]
    [InlineData("app", "azp=app", "idtyp=app")]
    [InlineData("service", "sub=service", "idtyp=app")]
    // Nobody: what is left would name all users of an application.
    [InlineData(null, "azp=app", "scp=access")]
    [InlineData(null, "azp=app")]
    [InlineData(null, "sub=", "azp=app")]
    [InlineData(null)]
    public void A_person_is_never_named_by_the_application_they_use(string? subject, params string[] claims) =>
        Assert.Equal(
            subject,
            SubjectClaims.SubjectOf(
                new ClaimsPrincipal(new ClaimsIdentity(claims.Select(claim => claim.Split('=')).Select(claim => new Claim(claim[0], claim[1])), "test"))
            )
        );
}
