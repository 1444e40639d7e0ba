using System.Globalization;
using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;
using Mogambo.PostgresServer;

namespace Mogambo.Bench.Baselines;

/// <summary>
/// Kannel, the SMS gateway that operators have used for twenty years, with its store in files: takes a message over HTTP, asks the bot over HTTP, sends
/// the answer over HTTP. Debian's package; measured only where it is installed.
/// </summary>
internal static class Kannel
{
    private const string Bearerbox = "/usr/sbin/bearerbox";
    private const string Smsbox = "/usr/sbin/smsbox";

    public static bool IsInstalled => File.Exists(Bearerbox) && File.Exists(Smsbox);

    public static async Task<IReadOnlyList<ChildProcess>> StartAsync(Target target, Uri instance, string folder)
    {
        var (admin, boxes, ready) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "kannel.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            group = core
            admin-port = {admin}
            admin-password = bench
            admin-allow-ip = "127.0.0.1"
            smsbox-port = {boxes}
            box-allow-ip = "127.0.0.1"
            sms-incoming-queue-limit = -1
            store-type = file
            store-location = "{Path.Combine(folder, "kannel.store")}"
            dlr-storage = internal
            log-level = 4

            group = smsc
            smsc = http
            smsc-id = bench
            system-type = kannel
            smsc-username = bench
            smsc-password = bench
            port = {target.Server.Port}
            connect-allow-ip = "127.0.0.1"
            send-url = "{new Uri(instance, "kannel/send")}"
            max-pending-submits = 100

            group = smsbox
            smsbox-id = bench
            bearerbox-host = 127.0.0.1
            sendsms-port = {ready}
            log-level = 4

            group = smsbox-route
            smsbox-id = bench
            smsc-id = bench

            group = sms-service
            keyword = default
            catch-all = true
            get-url = "{new Uri(instance, "kannel/bot")}?text=%a"
            max-messages = 1

            """));
        var bearerbox = await ChildProcess.StartAsync("bearerbox", new($"http://127.0.0.1:{admin}"), "status?password=bench", folder, Bearerbox, ["-v", "4", file]);
        var smsbox = await ChildProcess.StartAsync("smsbox", new($"http://127.0.0.1:{admin}"), "status?password=bench", folder, Smsbox, ["-v", "4", file]);
        return [bearerbox, smsbox];
    }
}
