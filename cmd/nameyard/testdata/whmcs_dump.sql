-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
--
-- Table structure for table `tbldomainpricing`
INSERT INTO `tbldomainpricing` VALUES (1,'.com','on',NULL);

DROP TABLE IF EXISTS `tbldomains`;
CREATE TABLE `tbldomains` (
  `id` int(10) NOT NULL AUTO_INCREMENT,
  `userid` int(10) NOT NULL,
  `orderid` int(1) NOT NULL,
  `type` enum('Register','Transfer') NOT NULL,
  `registrationdate` date NOT NULL,
  `domain` text NOT NULL,
  `firstpaymentamount` decimal(16,2) NOT NULL DEFAULT 0.00,
  `recurringamount` decimal(16,2) NOT NULL,
  `registrar` text NOT NULL,
  `registrationperiod` int(1) NOT NULL DEFAULT 1,
  `expirydate` date DEFAULT NULL,
  `subscriptionid` text NOT NULL,
  `promoid` int(10) NOT NULL,
  `status` enum('Pending','Pending Registration','Pending Transfer','Active','Grace','Redemption','Expired','Cancelled','Fraud','Transferred Away') NOT NULL DEFAULT 'Pending',
  `nextduedate` date NOT NULL DEFAULT '0000-00-00',
  `nextinvoicedate` date NOT NULL,
  `additionalnotes` text NOT NULL,
  `paymentmethod` text NOT NULL,
  `dnsmanagement` tinyint(1) NOT NULL,
  `emailforwarding` tinyint(1) NOT NULL,
  `idprotection` tinyint(1) NOT NULL,
  `is_premium` tinyint(1) DEFAULT NULL,
  `donotrenew` tinyint(1) NOT NULL,
  `reminders` text NOT NULL,
  `synced` int(1) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
LOCK TABLES `tbldomains` WRITE;
INSERT INTO `tbldomains` VALUES (1,4,10,'Register','2026-05-01','old-one.com',9.99,9.99,'nameyard',1,'2027-05-01','',0,'Active','2027-05-01','2027-05-01','a note; with \'quotes\'\nand a line (1,2)','paypal',1,0,0,NULL,0,'',0),(2,4,11,'Transfer','2020-05-01','Old-Two.SE',0.00,9.99,'nameyard',1,'2021-01-01','',0,'Active','2027-05-01','2027-05-01','','paypal',0,1,0,NULL,1,'',0),
(3,5,12,'Register','2026-05-01','other.com',9.99,9.99,'nameyard',1,'2027-05-01','',0,'Active','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0),(4,5,13,'Register','2026-05-01','nobody.com',9.99,9.99,'nameyard',1,'2027-05-01','',0,'Active','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0),(5,5,14,'Register','2026-05-01','away.com',9.99,9.99,'nameyard',1,'2027-05-01','',0,'Transferred Away','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0);
INSERT INTO `tbldomains` VALUES (6,5,15,'Register','2026-05-01','brew.coffee',9.99,9.99,'nameyard',1,'2027-05-01','',0,'Active','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0),(7,5,16,'Register','2026-05-01','not a name.com',9.99,9.99,'nameyard',1,NULL,'',0,'Active','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0),(8,5,17,'Register','2026-05-01','old-one.com',9.99,9.99,'nameyard',1,'2027-05-01','',0,'Active','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0),(9,5,18,'Register','2026-05-01','elsewhere.com',9.99,9.99,'enom',1,'2027-05-01','',0,'Active','2027-05-01','2027-05-01','','paypal',0,0,0,NULL,0,'',0);
UNLOCK TABLES;
